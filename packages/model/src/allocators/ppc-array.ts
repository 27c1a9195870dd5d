import { GFP_KERNEL } from '../machine/gfp.ts';
import { getOrder, pageAlign, PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import { VM_ALLOC } from '../machine/vm-areas.ts';
import type { Allocator } from './primitives.ts';
import { ppcMap1 } from './ppc-map1.ts';

/**
 * The other way proposed in September 2002: the 1-argument API stays, and the allocation fills the page array of the
 * reworked vm_struct, 4 bytes a page, so that the array form of vfree frees the pages.
 * [linuxppc-dev 2002-September/014343; semantics 7, 10 C24]
 */
export const ppcArray: Allocator = {
  ...ppcMap1,
  name: 'ppc-array',
  title: "the alternative: fill the vm_struct's page array",
  origin: 'proposed on linuxppc-dev, September 2002',
  vfree: 'array',

  alloc(kernel, gfp, bytes) {
    if (kernel.inInterrupt()) {
      kernel.bug('interrupt');
      return 0;
    }
    const size = pageAlign(bytes);
    const order = getOrder(size);
    const frame = kernel.allocPages(gfp, order);
    if (frame < 0) return 0;
    kernel.invalidate(frame, size);
    const va = kernel.getVmArea(size, VM_ALLOC, GFP_KERNEL);
    const pages = size >>> PAGE_SHIFT;
    if (va === 0 || !kernel.setAreaPages(va, frame, pages)) {
      kernel.vfree(va);
      kernel.freePages(frame, order);
      return 0;
    }
    kernel.storeHandle(kernel.frameToBus(frame));
    for (let page = 1; page < 1 << order; page++) kernel.setPageCount(frame + page, 1);
    for (let page = pages; page < 1 << order; page++) kernel.freePages(frame + page, 0);
    for (let offset = 0; offset < size; offset += PAGE_SIZE) {
      if (!kernel.mapPage(va + offset, kernel.frameToPhys(frame) + offset, GFP_KERNEL)) {
        kernel.vfree(va);
        return 0;
      }
    }
    return va;
  },
};
