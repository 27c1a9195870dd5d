import { GFP_KERNEL } from '../machine/gfp.ts';
import { getOrder, pageAlign, PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import { VM_ALLOC } from '../machine/vm-areas.ts';
import type { Allocator, Primitives } from './primitives.ts';
import { ppcMap1 } from './ppc-map1.ts';

/** The rewritten form: splits the block, frees the tail at once and cleans up after every failure. [2.5 arch/ppc/mm/cachemap.c; semantics 1.2, 1.3] */
export const ppcMap2: Allocator = {
  ...ppcMap1,
  name: 'ppc-map2',
  title: 'uncached alias in vmalloc space, block split, failures cleaned up',
  origin: '2.5 arch/ppc/mm/cachemap.c, rewritten',

  alloc(kernel, gfp, bytes) {
    if (kernel.inInterrupt()) {
      kernel.bug('interrupt');
      return 0;
    }
    return allocSplit(kernel, gfp, bytes, GFP_KERNEL);
  },
};

/** The steps after the interrupt check; `innerGfp` is what the vm area and the page tables are asked for with. */
export function allocSplit(kernel: Primitives, gfp: number, bytes: number, innerGfp: number): number {
  const size = pageAlign(bytes);
  const order = getOrder(size);
  const frame = kernel.allocPages(gfp, order);
  if (frame < 0) return 0;
  kernel.storeHandle(kernel.frameToBus(frame));
  const pages = size >>> PAGE_SHIFT;
  for (let page = 1; page < 1 << order; page++) kernel.setPageCount(frame + page, 1);
  for (let page = pages; page < 1 << order; page++) kernel.freePages(frame + page, 0);
  kernel.invalidate(frame, size);
  const va = kernel.getVmArea(size, VM_ALLOC, innerGfp);
  let mapped = 0;
  if (va !== 0) {
    while (mapped < pages) {
      const offset = mapped * PAGE_SIZE;
      if (!kernel.mapPage(va + offset, kernel.frameToPhys(frame) + offset, innerGfp)) break;
      mapped++;
    }
    if (mapped === pages) return va;
    kernel.vfree(va);
  }
  for (let page = mapped; page < pages; page++) kernel.freePages(frame + page, 0);
  return 0;
}
