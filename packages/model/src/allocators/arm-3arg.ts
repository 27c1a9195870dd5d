import { GFP_KERNEL } from '../machine/gfp.ts';
import { getOrder, pageAlign, PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import { VM_IOREMAP } from '../machine/vm-areas.ts';
import type { Allocator } from './primitives.ts';

/**
 * The 3-argument allocator that the proposal looks at: size and handle serve only to clear PG_reserved, which pages are
 * freed is decided by the page table. [2.4.27 arch/arm/mm/consistent.c; semantics 3.1 to 3.4]
 */
export const arm3arg: Allocator = {
  name: 'arm-3arg',
  title: 'ioremap of RAM, split, reserved while allocated',
  origin: '2.4.17 to 2.4.27 arch/arm/mm/consistent.c',
  signature: 'void consistent_free(void *vaddr, size_t size, dma_addr_t handle)',
  form: 'address-size-handle',
  remaps: true,
  ownsReserved: true,
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
    if (frame < 0) return 0;
    kernel.storeHandle(kernel.frameToBus(frame));
    kernel.flush(frame, size);
    const va = kernel.getVmArea(size, VM_IOREMAP, GFP_KERNEL);
    if (va === 0 || !kernel.remapArea(va, kernel.frameToPhys(frame), size)) {
      kernel.vfree(va);
      kernel.freePages(frame, order);
      return 0;
    }
    const pages = size >>> PAGE_SHIFT;
    for (let page = 0; page < 1 << order; page++) {
      kernel.setPageCount(frame + page, 1);
      if (page >= pages) kernel.freePages(frame + page, 0);
      else kernel.setPageReserved(frame + page, true);
    }
    return va;
  },

  free(kernel, vaddr, bytes, handle) {
    if (kernel.inInterrupt()) {
      kernel.bug('interrupt');
      return;
    }
    const first = kernel.busToFrame(handle);
    const pages = pageAlign(bytes) >>> PAGE_SHIFT;
    for (let frame = first; frame < first + pages; frame++) kernel.setPageReserved(frame, false);
    kernel.vfree((vaddr & -PAGE_SIZE) >>> 0);
  },
};
