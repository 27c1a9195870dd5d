import { defineRule, type Fact } from './rule.ts';
import { address, count } from './wording.ts';

/** Do not free a buffer that a process has mapped. */
export const r20 = defineRule<{ vaddr: Fact; mappings: number }>({
  id: 'R20',
  title: 'Do not free a buffer that a process has mapped',
  severity: 'error',
  checks:
    'User page tables pointing at the frames of a buffer when it is freed (remap_page_range mappings hold no reference).',
  consequence:
    'The process reads and writes memory that belongs to somebody else by then, and drops its reference at munmap.',
  source: '2.4.27 mm/memory.c; semantics 6.4 M5, M6',
  message: ({ vaddr, mappings }) =>
    `${address(vaddr)} is freed with ${count(mappings, 'user page')} still mapped to it`,
});
