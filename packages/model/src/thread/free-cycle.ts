import type { Kernel } from '../kernel.ts';
import { GFP_KERNEL } from '../machine/gfp.ts';
import { getOrder, PAGE_SIZE } from '../machine/page.ts';
import { boot, release } from './boot.ts';
import type { Cell } from './cell.ts';
import type { Tell } from './claim.ts';
import { framesOf, freeOf, leaked } from './observe.ts';

/** What one allocation and its free did, in pages. */
export interface FreeCycle {
  /** Pages asked for. */
  readonly pages: number;
  /** Pages the page allocator handed out: a power of two. */
  readonly block: number;
  /** Pages of the block that the free returned to the free lists; an unneeded tail may have gone back before. */
  readonly freed: number;
  readonly leaked: number;
}

/** Allocates `pages` pages, lets `meanwhile` act on their frames, frees them rightly. Null when the allocation failed. */
export function freeCycle(
  cell: Cell,
  pages: number,
  tell: Tell,
  meanwhile: (kernel: Kernel, frames: readonly number[]) => void = () => undefined,
): FreeCycle | null {
  const kernel = boot(cell);
  tell('The machine has booted.', kernel);
  const buffer = kernel.consistentAlloc(GFP_KERNEL, pages * PAGE_SIZE);
  if (buffer.vaddr === 0) return null;
  tell(`consistent_alloc takes ${pages} pages.`, kernel);
  const block = 1 << getOrder(pages * PAGE_SIZE);
  const frames = framesOf(kernel, buffer, block);
  meanwhile(kernel, frames.slice(0, pages));
  const freeBefore = freeOf(kernel, frames);
  release(kernel, buffer, pages * PAGE_SIZE);
  tell('consistent_free gives the buffer back.', kernel);
  return { pages, block, freed: freeOf(kernel, frames) - freeBefore, leaked: leaked(kernel) };
}
