import { defineRule } from './rule.ts';

/** The free stops the machine. */
export const f7 = defineRule<{ allocator: string }>({
  id: 'F7',
  title: 'The free stops the machine for want of a page table entry',
  severity: 'warning',
  checks: 'The page-table entries that a free walks over.',
  consequence: 'The machine stops in the middle of a right free.',
  source: '2.4.19 arch/ppc/mm/cachemap.c, consistent_free; semantics 2.1',
  message: ({ allocator }) => `${allocator} finds no page table entry for a page of the buffer and calls BUG()`,
});
