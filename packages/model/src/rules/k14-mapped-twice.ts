import { defineRule } from './rule.ts';
import { address } from './wording.ts';

/** remap_page_range where it stops the machine. */
export const k14 = defineRule<{ from: number; why: string }>({
  id: 'K14',
  title: 'Map a range once, and not an empty one',
  severity: 'error',
  checks: 'The range given to remap_page_range: not empty, and with no page mapped in it.',
  consequence: 'The machine stops with BUG(), in the middle of the mmap of a process.',
  source: '2.4.27 mm/memory.c, remap_page_range; semantics 6.1',
  message: ({ from, why }) => `remap_page_range to ${address(from)} stops the machine: ${why}`,
});
