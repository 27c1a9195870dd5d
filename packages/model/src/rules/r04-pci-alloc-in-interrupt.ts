import { defineRule } from './rule.ts';

/** pci_alloc_consistent must work in an interrupt. */
export const r4 = defineRule<{ call: string; context: string; allocator: string }>({
  id: 'R4',
  title: 'pci_alloc_consistent must work in an interrupt',
  severity: 'warning',
  checks:
    "Whether the platform's pci_alloc_consistent succeeds in interrupt context, as its documentation promises; likewise pci_pool_alloc, and dma_alloc_coherent without __GFP_WAIT.",
  consequence:
    'A conforming driver runs on coherent platforms and meets BUG() on the others. The allocator is at fault, not the driver.',
  source: '2.4.27 Documentation/DMA-mapping.txt; semantics 5.1',
  message: ({ call, context, allocator }) =>
    `${call} is called in ${context} context, which the rules for drivers allow, and the ${allocator} allocator stops the machine with BUG()`,
});
