import { defineRule, type Fact } from './rule.ts';
import { address } from './wording.ts';

/** Free with the handle that the allocation stored. */
export const r10 = defineRule<{ given: Fact; stored: Fact }>({
  id: 'R10',
  title: 'Free with the handle that the allocation stored',
  severity: 'error',
  checks: 'The handle given to the free against the value that the allocation stored for this buffer.',
  consequence: "The reserved bits of other pages are cleared, and the buffer's own pages stay reserved and are lost.",
  source: '2.4.27 arch/arm/mm/consistent.c, consistent_free; semantics 3.4',
  message: ({ given, stored }) =>
    `the free is given the handle ${address(given)}, the allocation stored ${address(stored)}`,
});
