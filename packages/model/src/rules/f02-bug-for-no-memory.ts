import { defineRule } from './rule.ts';
import { count } from './wording.ts';

/** The allocator stops the machine for want of memory. */
export const f2 = defineRule<{ allocator: string; pages: number }>({
  id: 'F2',
  title: 'The allocator answers a lack of memory with BUG()',
  severity: 'warning',
  checks: 'What the allocator does when no block can be had.',
  consequence: 'The machine stops where a driver could have gone without the buffer.',
  source: '2.4.27 arch/ppc/mm/cachemap.c; semantics 1.3 F2',
  message: ({ allocator, pages }) =>
    `${allocator} finds no block of ${count(pages, 'page')} and calls BUG() where it could return NULL`,
});
