import type { Family } from './family.ts';

/** [6.1 include/linux/dma-mapping.h] */
export const dmaAttrs: Family = {
  name: 'dma_attrs',
  traced: true,
  allocators: [{ name: 'dma_alloc_attrs', arguments: ['device', 'size', 'handle', 'gfp', null] }],
  frees: [{ name: 'dma_free_attrs', arguments: ['device', 'size', 'vaddr', 'handle', null] }],
  managed: false,
  fits: ['dma_coherent', 'dma_wc', 'pci_consistent'],
  ignoresNull: true,
  pages: true,
  sleeps: 'gfp',
  freeForbidden: 'interrupts-off',
};

/** [6.1 include/linux/dma-mapping.h; 4.5 for the longer names] */
export const dmaWriteCombine: Family = {
  ...dmaAttrs,
  name: 'dma_wc',
  allocators: ['dma_alloc_wc', 'dma_alloc_writecombine'].map((name) => ({
    name,
    arguments: ['device', 'size', 'handle', 'gfp'],
  })),
  frees: ['dma_free_wc', 'dma_free_writecombine'].map((name) => ({
    name,
    arguments: ['device', 'size', 'vaddr', 'handle'],
  })),
  fits: ['dma_attrs'],
  alike: ['dma_coherent'],
};
