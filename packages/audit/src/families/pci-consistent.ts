import type { Family } from './family.ts';

/** [2.4.27 Documentation/DMA-mapping.txt; 5.17 include/linux/pci-dma-compat.h] */
export const pciConsistent: Family = {
  name: 'pci_consistent',
  traced: true,
  allocators: ['pci_alloc_consistent', 'pci_zalloc_consistent'].map((name) => ({
    name,
    arguments: ['device', 'size', 'handle'],
  })),
  frees: [{ name: 'pci_free_consistent', arguments: ['device', 'size', 'vaddr', 'handle'] }],
  managed: false,
  fits: ['dma_coherent', 'dma_attrs'],
  ignoresNull: false,
  pages: true,
  sleeps: 'never',
  freeForbidden: 'interrupts-off',
};
