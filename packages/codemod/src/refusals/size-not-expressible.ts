import type { Refusal } from './refusal.ts';

/** The size has no name at the free. */
export const sizeNotExpressible: Refusal = {
  reason: 'size-not-expressible',
  title: 'The size has no name at the free',
  explanation:
    'The size was computed from values that exist only in the allocating function, so that no expression visible at the free has the same value.',
  remedy:
    'Keep the size beside the pointer, or give it a macro or a constant expression: --retain adds a member or a variable for it.',
  docs: 'docs/refusals/size-not-expressible.md',
};
