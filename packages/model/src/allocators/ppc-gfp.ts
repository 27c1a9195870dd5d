import type { Allocator } from './primitives.ts';
import { allocSplit, ppcMap2 } from './ppc-map2.ts';

/**
 * What "gfp masks to various functions" would have given: ppc-map2 with the caller's gfp passed on and the interrupt check
 * taken out. It sleeps no more in an atomic allocation, but vmlist_lock and page_table_lock are still taken with
 * interrupts on. [linuxppc-dev 2002-September/014344; semantics 5.2, 10 C6]
 */
export const ppcGfp: Allocator = {
  ...ppcMap2,
  name: 'ppc-gfp',
  title: 'ppc-map2 with gfp passed on and callable from interrupts',
  origin: 'sketched on linuxppc-dev, September 2002',
  passesGfp: true,

  alloc: (kernel, gfp, bytes) => allocSplit(kernel, gfp, bytes, gfp),

  free(kernel, vaddr) {
    kernel.vfree(vaddr);
  },
};
