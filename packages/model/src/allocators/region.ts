import { GFP_DMA, GFP_HIGHMEM } from '../machine/gfp.ts';
import { getOrder, pageAlign, PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import type { Primitives } from './primitives.ts';

/** The limit of the fixed 24-bit DMA mask, in bytes. [2.6.12 arch/ppc/kernel/dma-mapping.c] */
const MASK_LIMIT = 16 * 2 ** 20;

/** Allocation in the private window, callable from interrupts: no step can fail once the region is had. [semantics 5.4] */
export function allocInWindow(kernel: Primitives, gfp: number, bytes: number): number {
  const size = pageAlign(bytes);
  if (size >= MASK_LIMIT || size >= kernel.windowSize) return 0;
  const order = getOrder(size);
  const frame = kernel.allocPages(gfp | GFP_DMA, order);
  if (frame < 0) return 0;
  kernel.zero(frame, size);
  kernel.flush(frame, size);
  const va = kernel.allocRegion(size, gfp & ~(GFP_DMA | GFP_HIGHMEM));
  if (va === 0) {
    kernel.freePages(frame, order);
    return 0;
  }
  kernel.storeHandle(kernel.frameToBus(frame));
  for (let page = 0; page < 1 << order; page++) {
    kernel.setPageCount(frame + page, 1);
    if (page < size >>> PAGE_SHIFT) {
      kernel.setPageReserved(frame + page, true);
      kernel.setRegionPte(va + page * PAGE_SIZE, frame + page);
    } else kernel.freePages(frame + page, 0);
  }
  return va;
}

/** Free by the region that starts at `vaddr`: a wrong size is reported and the region's own used; an unknown address frees nothing. [semantics 5.4] */
export function freeInWindow(kernel: Primitives, vaddr: number): void {
  const size = kernel.regionSize(vaddr);
  if (size === 0) return;
  for (let va = vaddr; va < vaddr + size; va += PAGE_SIZE) {
    const frame = kernel.clearRegionPte(va);
    if (frame < 0) continue;
    kernel.setPageReserved(frame, false);
    kernel.freePages(frame, 0);
  }
  kernel.freeRegion(vaddr);
}
