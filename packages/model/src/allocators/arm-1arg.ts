import { GFP_KERNEL } from '../machine/gfp.ts';
import { getOrder, pageAlign, PAGE_SIZE } from '../machine/page.ts';
import { VM_IOREMAP } from '../machine/vm-areas.ts';
import type { Allocator } from './primitives.ts';

/** ARM's own 1-argument era: an ioremap of RAM, no counts, no reserved bit. [2.4.0 arch/arm/mm/consistent.c; semantics 3.5] */
export const arm1arg: Allocator = {
  name: 'arm-1arg',
  title: 'ioremap of RAM, only the head counted',
  origin: '2.4.0 arch/arm/mm/consistent.c',
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
    kernel.storeHandle(kernel.frameToBus(frame));
    kernel.flush(frame, size);
    const va = kernel.getVmArea(size, VM_IOREMAP, GFP_KERNEL);
    if (va !== 0 && kernel.remapArea(va, kernel.frameToPhys(frame), size)) return va;
    kernel.vfree(va);
    kernel.freePages(frame, order);
    return 0;
  },

  free(kernel, vaddr) {
    if (kernel.inInterrupt()) {
      kernel.bug('interrupt');
      return;
    }
    kernel.vfree((vaddr & -PAGE_SIZE) >>> 0);
  },
};
