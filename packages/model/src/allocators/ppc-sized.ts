import { GFP_KERNEL } from '../machine/gfp.ts';
import { getOrder, pageAlign, PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import { VM_ALLOC } from '../machine/vm-areas.ts';
import type { Allocator, Primitives } from './primitives.ts';

/**
 * The change proposed in September 2002: ppc-map1 with size and handle given to the free, as on ARM. The reserved bit is
 * set at allocation and cleared at free, and the frames are freed by handle and size, so either form of vfree does.
 * [linuxppc-dev 2002-September/014343; semantics 2.4, 10 C9, C19, C25]
 */
export const ppcSized: Allocator = {
  name: 'ppc-sized',
  title: 'the proposal: reserved while allocated, freed by size and handle',
  origin: 'proposed on linuxppc-dev, September 2002',
  signature: 'void consistent_free(void *vaddr, size_t size, dma_addr_t dma_handle)',
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
    kernel.invalidate(frame, size);
    const va = kernel.getVmArea(size, VM_ALLOC, GFP_KERNEL);
    if (va === 0) {
      kernel.freePages(frame, order);
      return 0;
    }
    kernel.storeHandle(kernel.frameToBus(frame));
    const pages = size >>> PAGE_SHIFT;
    for (let page = 0; page < 1 << order; page++) {
      kernel.setPageCount(frame + page, 1);
      if (page >= pages) kernel.freePages(frame + page, 0);
      else kernel.setPageReserved(frame + page, true);
    }
    for (let offset = 0; offset < size; offset += PAGE_SIZE) {
      if (!kernel.mapPage(va + offset, kernel.frameToPhys(frame) + offset, GFP_KERNEL)) {
        release(kernel, va, frame, pages);
        return 0;
      }
    }
    return va;
  },

  free(kernel, vaddr, bytes, handle) {
    if (kernel.inInterrupt()) {
      kernel.bug('interrupt');
      return;
    }
    release(kernel, vaddr, kernel.busToFrame(handle), pageAlign(bytes) >>> PAGE_SHIFT);
  },
};

/**
 * Unmaps first: while the pages are reserved, a walking vfree leaves them alone, and each is freed once, here. The bit is
 * set anew before that, because the drivers of the time cleared it themselves before their free (semantics 4.2), the
 * proposer's own among them, and balanced double handling has to stay harmless (semantics 4.3).
 */
function release(kernel: Primitives, va: number, frame: number, pages: number): void {
  for (let page = frame; page < frame + pages; page++) kernel.setPageReserved(page, true);
  kernel.vfree(va);
  for (let page = frame; page < frame + pages; page++) {
    kernel.setPageReserved(page, false);
    kernel.freePages(page, 0);
  }
}
