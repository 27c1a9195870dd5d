import type { Refusal } from './refusal.ts';

/** The code around the call did not parse. */
export const unparsed: Refusal = {
  reason: 'unparsed',
  title: 'The code around the call did not parse',
  explanation:
    'The function holds something that the C parser does not understand, so an assignment in it may have been missed.',
  remedy: 'Migrate this call by hand, or simplify the macro use that stops the parser.',
  docs: 'docs/refusals/unparsed.md',
};
