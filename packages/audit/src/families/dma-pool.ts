import type { Family } from './family.ts';

/** Blocks of a pool; the pool is what a device is to the other families. [6.1 include/linux/dmapool.h; 2.4.27 include/linux/pci.h] */
export const dmaPool: Family = {
  name: 'dma_pool',
  traced: true,
  allocators: ['dma_pool_alloc', 'dma_pool_zalloc', 'pci_pool_alloc', 'pci_pool_zalloc'].map((name) => ({
    name,
    arguments: ['pool', 'gfp', 'handle'],
  })),
  frees: ['dma_pool_free', 'pci_pool_free'].map((name) => ({ name, arguments: ['pool', 'vaddr', 'handle'] })),
  managed: false,
  fits: [],
  ignoresNull: false,
  pages: false,
  sleeps: 'gfp',
  freeForbidden: null,
};
