import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';
import type { Kernel } from '../kernel.ts';
import type { LeakCause } from '../show/views.ts';

/** Pages lost for good so far, in all or for one cause. */
export function leaked(kernel: Kernel, cause?: LeakCause): number {
  const { byOwner, leakedBy } = kernel.accounting();
  return cause === undefined ? byOwner.leaked : leakedBy[cause];
}

/** The first `pages` frames of a buffer, found by its handle as R17 asks. */
export function framesOf(kernel: Kernel, buffer: ConsistentBuffer, pages: number): number[] {
  const first = kernel.virtToFrame(kernel.busToVirt(buffer.handle ?? 0));
  return Array.from({ length: pages }, (_, i) => first + i);
}

/** How many of the frames have PG_reserved set. */
export function reservedOf(kernel: Kernel, frames: readonly number[]): number {
  return frames.filter((frame) => kernel.frame(frame).reserved).length;
}

/** How many of the frames are on the free lists. */
export function freeOf(kernel: Kernel, frames: readonly number[]): number {
  return frames.filter((frame) => kernel.frame(frame).owner === 'free').length;
}

/** Ids of the rules that the driver has broken so far, each once, in order of first appearance. */
export function rulesBroken(kernel: Kernel): string[] {
  return [...new Set(kernel.findings.filter(({ blame }) => blame === 'driver').map(({ rule }) => rule))];
}
