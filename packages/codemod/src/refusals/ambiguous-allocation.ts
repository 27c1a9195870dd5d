import type { Refusal } from './refusal.ts';

/** Several allocations disagree. */
export const ambiguousAllocation: Refusal = {
  reason: 'ambiguous-allocation',
  title: 'Several allocations disagree',
  explanation:
    'More than one allocation can be the one freed here, and they were made with different sizes or keep their handles in different places.',
  remedy: 'Keep the size and the handle beside the pointer, in the same structure, at each allocation.',
  docs: 'docs/refusals/ambiguous-allocation.md',
};
