import type { Kernel } from '../../kernel.ts';
import { GFP_KERNEL } from '../../machine/gfp.ts';
import { getOrder, PAGE_SIZE } from '../../machine/page.ts';
import { framesOf } from '../observe.ts';
import type { FrameBuffer } from './xilinxfb.ts';

/** [ibmlcdfb.c, DEFAULT_FB_MEM] */
const DEFAULT_FB_MEM = 0x100000;

/** Allocates a power of two of pages and reserves those it needs (semantics 11.1 P9). Null when there is no memory. */
export function loadIbmlcdfb(kernel: Kernel, bytes = DEFAULT_FB_MEM): FrameBuffer | null {
  const pages = Math.ceil(bytes / PAGE_SIZE);
  const size = PAGE_SIZE << getOrder(pages * PAGE_SIZE);
  const buffer = kernel.consistentAlloc(GFP_KERNEL, size);
  if (buffer.vaddr === 0) return null;
  const frames = framesOf(kernel, buffer, pages);
  for (const frame of frames) kernel.setPageReserved(frame);
  return { buffer, size, frames };
}
