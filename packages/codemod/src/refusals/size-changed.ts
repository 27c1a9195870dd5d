import type { Refusal } from './refusal.ts';

/** The size changed since the allocation. */
export const sizeChanged: Refusal = {
  reason: 'size-changed',
  title: 'The size changed since the allocation',
  explanation:
    'The variable or member that held the size at the allocation has been given another value on a way from there to the free.',
  remedy: 'Keep the size of the allocation in a place of its own: --retain adds a member or a variable for it.',
  docs: 'docs/refusals/size-changed.md',
};
