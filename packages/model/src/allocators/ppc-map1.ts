import { GFP_KERNEL } from '../machine/gfp.ts';
import { getOrder, pageAlign, PAGE_SIZE } from '../machine/page.ts';
import { VM_ALLOC } from '../machine/vm-areas.ts';
import type { Allocator } from './primitives.ts';

/** The 1-argument allocator of the late 2.4 PowerPC tree. [2.4.27 arch/ppc/mm/cachemap.c; semantics 1.1, 2.1] */
export const ppcMap1: Allocator = {
  name: 'ppc-map1',
  title: 'uncached alias in vmalloc space, every page of the block counted',
  origin: '2.4.27 arch/ppc/mm/cachemap.c',
  signature: 'void consistent_free(void *vaddr)',
  form: 'address',
  remaps: true,
  ownsReserved: false,
  passesGfp: false,
  usesWindow: false,
  vfree: 'walk',

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
    for (let page = 1; page < 1 << order; page++) kernel.setPageCount(frame + page, 1);
    for (let offset = 0; offset < size; offset += PAGE_SIZE) {
      if (!kernel.mapPage(va + offset, kernel.frameToPhys(frame) + offset, GFP_KERNEL)) {
        kernel.vfree(va);
        return 0;
      }
    }
    return va;
  },

  free(kernel, vaddr) {
    if (kernel.inInterrupt()) {
      kernel.bug('interrupt');
      return;
    }
    kernel.vfree(vaddr);
  },
};
