import { GFP_KERNEL } from '../machine/gfp.ts';
import { getOrder, pageAlign, PAGE_SIZE } from '../machine/page.ts';
import { VM_ALLOC } from '../machine/vm-areas.ts';
import type { Allocator } from './primitives.ts';
import { ppcMap1 } from './ppc-map1.ts';

/** The first vmalloc-space allocator: the pages behind the head keep count 0, so no vfree returns them. [2.5 arch/ppc/mm/cachemap.c; semantics 1.2] */
export const ppcMap0: Allocator = {
  ...ppcMap1,
  name: 'ppc-map0',
  title: 'uncached alias in vmalloc space, only the head counted',
  origin: '2.5 arch/ppc/mm/cachemap.c, first form',

  alloc(kernel, gfp, bytes) {
    if (kernel.inInterrupt()) {
      kernel.bug('interrupt');
      return 0;
    }
    const size = pageAlign(bytes);
    const order = getOrder(size);
    const frame = kernel.allocPages(gfp, order);
    if (frame < 0) {
      kernel.bug('no-block');
      return 0;
    }
    kernel.invalidate(frame, size);
    const va = kernel.getVmArea(size, VM_ALLOC, GFP_KERNEL);
    if (va === 0) {
      kernel.freePages(frame, order);
      return 0;
    }
    kernel.storeHandle(kernel.frameToBus(frame));
    for (let offset = 0; offset < size; offset += PAGE_SIZE) {
      if (!kernel.mapPage(va + offset, kernel.frameToPhys(frame) + offset, GFP_KERNEL)) {
        kernel.vfree(va);
        return 0;
      }
    }
    return va;
  },
};
