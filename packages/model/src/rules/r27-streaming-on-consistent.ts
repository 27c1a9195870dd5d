import { defineRule, type Fact } from './rule.ts';
import { address } from './wording.ts';

/** Do not use streaming calls or virt_to_bus on a consistent address. */
export const r27 = defineRule<{ call: string; vaddr: Fact }>({
  id: 'R27',
  title: 'Do not use streaming calls or virt_to_bus on a consistent address',
  severity: 'error',
  checks: 'Arguments of pci_map_single, dma_map_single, the cache operations, virt_to_bus and virt_to_phys.',
  consequence: 'The address is not in the 1:1 mapping, so the frame computed from it is another one.',
  source: 'semantics 4.3; 2.4.27 include/asm-ppc/io.h, virt_to_bus',
  message: ({ call, vaddr }) =>
    `${call} is given ${address(vaddr)}, a consistent address: its frame is known by the handle only`,
});
