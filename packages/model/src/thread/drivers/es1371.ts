import type { ConsistentBuffer } from '../../allocators/consistent-buffer.ts';
import type { Kernel } from '../../kernel.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { pciDevice } from '../device.ts';

/** Default order of its DMA buffer: 32 pages. [2.4.27 drivers/sound/es1371.c] */
const DMABUF_ORDER = 5;
export const DMABUF_PAGES = 1 << DMABUF_ORDER;
const SIZE = PAGE_SIZE << DMABUF_ORDER;

/** The sound drivers find struct pages by the CPU address, which is right for plain pages only (semantics 4.3). */
function forEachPage(kernel: Kernel, rawbuf: number, act: (frame: number) => void): void {
  const first = kernel.virtToFrame(rawbuf);
  for (let i = 0; i < DMABUF_PAGES; i++) act(first + i);
}

/** prog_dmabuf, first half. */
export function allocDmabuf(kernel: Kernel): ConsistentBuffer {
  return kernel.pciAllocConsistent(pciDevice, SIZE);
}

/** prog_dmabuf, second half: mem_map_reserve on each page, so that remap_page_range maps it. */
export function reserveDmabuf(kernel: Kernel, { vaddr }: ConsistentBuffer): void {
  forEachPage(kernel, vaddr, (frame) => kernel.setPageReserved(frame));
}

/** dealloc_dmabuf: mem_map_unreserve on each page, then the free. */
export function deallocDmabuf(kernel: Kernel, { vaddr, handle }: ConsistentBuffer): void {
  forEachPage(kernel, vaddr, (frame) => kernel.clearPageReserved(frame));
  kernel.pciFreeConsistent(pciDevice, SIZE, vaddr, handle ?? 0);
}
