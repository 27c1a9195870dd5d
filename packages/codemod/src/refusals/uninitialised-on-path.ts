import type { Refusal } from './refusal.ts';

/** The handle may not be set. */
export const uninitialisedOnPath: Refusal = {
  reason: 'uninitialised-on-path',
  title: 'The handle may not be set',
  explanation:
    'The call can be reached with a NULL pointer on a way on which the allocation never stored a handle. The old form did nothing then; the new one would act on an undefined handle.',
  remedy: 'Test the pointer before the call: --retain adds the test.',
  docs: 'docs/refusals/uninitialised-on-path.md',
};
