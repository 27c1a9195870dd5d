import { getOrder } from '../machine/page.ts';
import type { Allocator } from './primitives.ts';

/** Where DMA is coherent: __get_free_pages and free_pages, the block stays a unit. [2.4.27 arch/i386/kernel/pci-dma.c, arch/ppc/kernel/pci-dma.c; semantics 4.1] */
export const plainPages: Allocator = {
  name: 'plain-pages',
  title: 'plain pages of coherent machines',
  origin: '2.4.27 arch/i386/kernel/pci-dma.c',
  signature: 'void free_pages(unsigned long vaddr, get_order(size))',
  form: 'address-size',
  remaps: false,
  ownsReserved: false,
  passesGfp: true,
  usesWindow: false,
  vfree: 'walk',

  alloc(kernel, gfp, bytes) {
    const frame = kernel.allocPages(gfp, getOrder(bytes));
    if (frame < 0) return 0;
    kernel.storeHandle(kernel.frameToBus(frame));
    return kernel.frameToVirt(frame);
  },

  free(kernel, vaddr, bytes) {
    if (vaddr !== 0) kernel.freePages(kernel.virtToFrame(vaddr), getOrder(bytes));
  },
};
