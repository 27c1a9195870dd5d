import { defineRule } from './rule.ts';
import { count } from './wording.ts';

/** Do not clear PG_reserved while a process has the pages mapped. */
export const r19 = defineRule<{ pages: number; mappings: number }>({
  id: 'R19',
  title: 'Do not clear PG_reserved while a process has the pages mapped',
  severity: 'error',
  checks: 'User mappings of a page at the moment its reserved bit is cleared.',
  consequence:
    'At munmap a reference is dropped that mmap never took: the page is freed while driver and device still use it.',
  source: '2.4.27 mm/memory.c, zap_pte_range; semantics 6.4 M3',
  message: ({ pages, mappings }) =>
    `the reserved bit of ${count(pages, 'page')} is cleared with ${count(mappings, 'user mapping')} alive: munmap will drop a reference that was never taken`,
});
