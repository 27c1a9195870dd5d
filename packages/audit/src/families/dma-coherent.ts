import type { Family } from './family.ts';

/** [6.1 include/linux/dma-mapping.h; 4.20 for dma_zalloc_coherent] */
export const dmaCoherent: Family = {
  name: 'dma_coherent',
  traced: true,
  allocators: ['dma_alloc_coherent', 'dma_zalloc_coherent'].map((name) => ({
    name,
    arguments: ['device', 'size', 'handle', 'gfp'],
  })),
  frees: [{ name: 'dma_free_coherent', arguments: ['device', 'size', 'vaddr', 'handle'] }],
  managed: false,
  fits: ['pci_consistent', 'dma_attrs'],
  alike: ['dma_wc'],
  ignoresNull: true,
  pages: true,
  sleeps: 'gfp',
  freeForbidden: 'interrupts-off',
};
