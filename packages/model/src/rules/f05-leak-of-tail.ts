import { defineRule } from './rule.ts';
import { bytes, count } from './wording.ts';

/** The allocator loses the pages that round a size up to a power of two. */
export const f5 = defineRule<{ allocator: string; pages: number; size: number }>({
  id: 'F5',
  title: 'The allocator loses the tail of its block',
  severity: 'warning',
  checks: 'Pages between the size asked for and the power of two that the block has.',
  consequence: 'They are lost on each allocation, with no failure at all.',
  source: '2.4.27 arch/ppc/mm/cachemap.c; semantics 1.3, 10 C22',
  message: ({ allocator, pages, size }) =>
    `${allocator} takes a power of two of pages for ${bytes(size)} and loses the ${count(pages, 'page')} at its end`,
});
