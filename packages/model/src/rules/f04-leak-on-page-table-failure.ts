import { defineRule } from './rule.ts';
import { count } from './wording.ts';

/** The allocator loses pages when a mapping fails half way. */
export const f4 = defineRule<{ allocator: string; pages: number; block: number }>({
  id: 'F4',
  title: 'The allocator loses pages when a page table cannot be had',
  severity: 'warning',
  checks: 'Pages of a block that are left over when an allocation fails for want of a page table.',
  consequence: 'The pages are lost until the next boot; the driver sees NULL and does everything right.',
  source: '2.4.27 arch/ppc/mm/cachemap.c and arch/arm/mm/consistent.c; semantics 1.3 F4, 3.3',
  message: ({ allocator, pages, block }) =>
    `${allocator} returns NULL for want of a page table and loses ${pages} of ${count(block, 'page')}`,
});
