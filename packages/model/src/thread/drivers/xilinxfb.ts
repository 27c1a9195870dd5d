import type { ConsistentBuffer } from '../../allocators/consistent-buffer.ts';
import type { Kernel } from '../../kernel.ts';
import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { release } from '../boot.ts';
import { framesOf } from '../observe.ts';

/** 640 x 480 at 4 bytes in lines of 1024 pixels: 480 pages in a block of 512, the largest there is. [xilinxfb.c, 2002] */
export const FB_SIZE = 1024 * 4 * 480;

/** A loaded frame buffer driver; its mmap is the fb core's. */
export interface FrameBuffer {
  readonly buffer: ConsistentBuffer;
  /** Bytes. */
  readonly size: number;
  readonly frames: readonly number[];
}

/** Probe: allocates and reserves its pages by the handle. Null when there is no memory. */
export function loadXilinxfb(kernel: Kernel): FrameBuffer | null {
  const buffer = kernel.consistentAlloc(GFP_KERNEL, FB_SIZE);
  if (buffer.vaddr === 0) return null;
  const frames = framesOf(kernel, buffer, FB_SIZE / PAGE_SIZE);
  for (const frame of frames) kernel.setPageReserved(frame);
  return { buffer, size: FB_SIZE, frames };
}

/** Remove: frees, and never clears the reserved bits (semantics 11.1 P10). */
export function unloadXilinxfb(kernel: Kernel, { buffer, size }: FrameBuffer): void {
  release(kernel, buffer, size);
}
