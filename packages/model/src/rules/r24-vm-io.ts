import { defineRule } from './rule.ts';
import { count } from './wording.ts';

/** Set VM_IO on user mappings of device memory. */
export const r24 = defineRule<{ pages: number }>({
  id: 'R24',
  title: 'Set VM_IO on user mappings of device memory',
  severity: 'warning',
  checks: 'The flags of a vma that maps reserved or device pages when get_user_pages or a core dump reaches it.',
  consequence:
    'References are taken that a reserved page never gives back: the page is never freed after its last use.',
  source: '2.4.27 mm/memory.c, get_user_pages, and fs/binfmt_elf.c; semantics 6.2, 6.4 M12',
  message: ({ pages }) =>
    `${count(pages, 'page')} are mapped without VM_IO: get_user_pages and core dumps take references that are never given back`,
});
