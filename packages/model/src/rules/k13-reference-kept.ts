import { defineRule } from './rule.ts';
import { address, count } from './wording.ts';

/** References that outlive the free of a buffer. */
export const k13 = defineRule<{ vaddr: number; pages: number }>({
  id: 'K13',
  title: 'Drop every reference that was taken',
  severity: 'error',
  checks: 'References to the pages of a buffer that are left when its free is done and that no mapping will drop.',
  consequence: 'The pages stay counted for ever: nothing leads to them any more.',
  source: '2.4.27 mm/page_alloc.c, __free_pages; semantics 2.4, 6.4 M12',
  message: ({ vaddr, pages }) =>
    `${count(pages, 'page')} of ${address(vaddr)} keep a reference after the free that nobody will drop, and are lost`,
});
