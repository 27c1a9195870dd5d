import { getOrder, pageAlign, PAGE_SHIFT } from '../machine/page.ts';
import type { Allocator, Primitives } from './primitives.ts';

/** Makes the block's own 1:1 mapping uncached; needs that mapping to be of single pages. [2.4.19 arch/ppc/mm/cachemap.c; semantics 1.2, 2.1] */
export const ppcRemark: Allocator = {
  name: 'ppc-remark',
  title: '1:1 mapping made uncached in place',
  origin: '2.4.19 arch/ppc/mm/cachemap.c',
  signature: 'void consistent_free(void *vaddr, size_t size)',
  form: 'address-size',
  remaps: false,
  ownsReserved: false,
  passesGfp: true,
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
    kernel.storeHandle(kernel.frameToBus(frame));
    kernel.invalidate(frame, size);
    return remark(kernel, frame, size, true) ? kernel.frameToVirt(frame) : 0;
  },

  free(kernel, vaddr, bytes) {
    if (kernel.inInterrupt()) {
      kernel.bug('interrupt');
      return;
    }
    const size = pageAlign(bytes);
    const frame = kernel.virtToFrame(vaddr);
    if (remark(kernel, frame, size, false) && vaddr !== 0) kernel.freePages(frame, getOrder(size));
  },
};

function remark(kernel: Primitives, frame: number, size: number, uncached: boolean): boolean {
  for (let page = 0; page < size >>> PAGE_SHIFT; page++) {
    if (!kernel.remarkPage(frame + page, uncached)) {
      kernel.bug('no-pte');
      return false;
    }
  }
  return true;
}
