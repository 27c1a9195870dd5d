import { defineRule } from './rule.ts';

/** dma-debug finds an allocation by its device. */
export const d3 = defineRule<{ call: string; allocatedFor: string; freedFor: string }>({
  id: 'D3',
  title: 'Free for the device that the buffer was allocated for',
  severity: 'error',
  checks: 'The device given to pci_free_consistent or dma_free_coherent against the device of the allocation.',
  consequence: 'The bus of the wrong device is asked, and its allocator need not be the one that owns the memory.',
  source:
    '2.4.27 Documentation/DMA-mapping.txt; 6.1 kernel/dma/debug.c, check_unmap: memory not allocated; semantics 5.1',
  message: ({ call, allocatedFor, freedFor }) =>
    `${call} is given ${freedFor}, and the buffer was allocated for ${allocatedFor}`,
});
