import type { Family } from './family.ts';

/** [6.1 include/linux/dma-mapping.h] */
export const dmaNoncoherent: Family = {
  name: 'dma_noncoherent',
  traced: true,
  allocators: [{ name: 'dma_alloc_noncoherent', arguments: ['device', 'size', 'handle', null, 'gfp'] }],
  frees: [{ name: 'dma_free_noncoherent', arguments: ['device', 'size', 'vaddr', 'handle', null] }],
  managed: false,
  fits: [],
  ignoresNull: false,
  pages: true,
  sleeps: 'gfp',
  freeForbidden: null,
};
