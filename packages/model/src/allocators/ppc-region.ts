import type { Allocator } from './primitives.ts';
import { allocInWindow, freeInWindow } from './region.ts';

/** The final PowerPC form: a private window, an interrupt-safe list, PG_reserved owned by the allocator. [2.6.12 arch/ppc/kernel/dma-mapping.c; semantics 5.4] */
export const ppcRegion: Allocator = {
  name: 'ppc-region',
  title: 'private window, interrupt-safe, size checked',
  origin: '2.6.12 arch/ppc/kernel/dma-mapping.c',
  signature: 'void __dma_free_coherent(size_t size, void *vaddr)',
  form: 'address-size',
  remaps: true,
  ownsReserved: true,
  passesGfp: true,
  usesWindow: true,
  vfree: 'array',
  alloc: allocInWindow,
  free: freeInWindow,
};
