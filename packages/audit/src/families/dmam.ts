import type { Family } from './family.ts';

/** Freed by the driver core when the device goes. [6.1 kernel/dma/mapping.c] */
export const dmam: Family = {
  name: 'dmam',
  traced: true,
  allocators: [
    { name: 'dmam_alloc_coherent', arguments: ['device', 'size', 'handle', 'gfp'] },
    { name: 'dmam_alloc_attrs', arguments: ['device', 'size', 'handle', 'gfp', null] },
  ],
  frees: [{ name: 'dmam_free_coherent', arguments: ['device', 'size', 'vaddr', 'handle'] }],
  managed: true,
  fits: [],
  ignoresNull: true,
  pages: true,
  sleeps: 'gfp',
  freeForbidden: 'interrupts-off',
};
