import { defineRule, type Fact } from './rule.ts';
import { address, count } from './wording.ts';

/** Clear PG_reserved before the free, on exactly the pages that were set; `pages` is null where their number is not known. */
export const r18 = defineRule<{ vaddr: Fact; pages: number | null }>({
  id: 'R18',
  title: 'Clear PG_reserved before the free, on exactly the pages that were set',
  severity: 'error',
  checks: "PG_reserved of the buffer's pages when a free that does not clear it itself walks the page tables.",
  consequence: 'The free skips reserved pages: the address range is released, the pages are lost for ever.',
  source: '2.4.27 mm/vmalloc.c, free_area_pte; semantics 2.4',
  message: ({ vaddr, pages }) =>
    `${pages === null ? 'pages' : count(pages, 'page')} of ${address(vaddr)} still reserved at its free, and lost`,
});
