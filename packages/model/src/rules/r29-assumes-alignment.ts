import { defineRule, type Fact } from './rule.ts';
import { address, bytes } from './wording.ts';

/** Do not assume an address aligned to more than a page. */
export const r29 = defineRule<{ vaddr: Fact; alignment: number }>({
  id: 'R29',
  title: 'Do not assume an address aligned to more than a page',
  severity: 'warning',
  checks: 'Alignment that the driver derives from the CPU address; only the bus address is aligned to the block.',
  consequence: 'Descriptors are programmed with low bits of the CPU address that the bus address does not have.',
  source: '2.4.27 Documentation/DMA-mapping.txt against mm/vmalloc.c, get_vm_area; semantics 5.1',
  message: ({ vaddr, alignment }) =>
    `${address(vaddr)} is taken to be aligned to ${bytes(alignment)}; only a page is promised`,
});
