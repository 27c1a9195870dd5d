import type { Family } from './family.ts';

/** Pools themselves. [6.1 include/linux/dmapool.h; 2.4.27 include/linux/pci.h] */
export const dmaPools: Family = {
  name: 'dma_pools',
  traced: true,
  allocators: ['dma_pool_create', 'pci_pool_create'].map((name) => ({
    name,
    arguments: [null, 'device', 'size', null, null],
  })),
  frees: ['dma_pool_destroy', 'pci_pool_destroy'].map((name) => ({ name, arguments: ['vaddr'] })),
  managed: false,
  fits: [],
  ignoresNull: true,
  pages: false,
  sleeps: 'always',
  freeForbidden: 'atomic',
};
