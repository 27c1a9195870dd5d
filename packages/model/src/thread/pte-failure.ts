import { GFP_KERNEL } from '../machine/gfp.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { boot } from './boot.ts';
import type { Cell } from './cell.ts';
import type { Tell } from './claim.ts';
import { failNext } from './fail-next.ts';
import { leaked } from './observe.ts';

/** Bus addresses from here on are devices on every machine of the thread. */
const DEVICE_PHYS = 0x80000000;

/** An allocation whose page-table memory ran out on the way. */
export interface PteFailure {
  /** False when the allocator asked for no page table: it cannot fail there. */
  readonly fired: boolean;
  readonly leaked: number;
  readonly returnedNull: boolean;
  /** page->count of the first frame afterwards; null when the handle was not written. */
  readonly headCount: number | null;
}

/**
 * Allocates `pages` pages of which page `k` is the first in a fresh page-table window, and fails that window's table.
 * The windows before are filled with a device mapping. 0 <= k < pages <= the window's pages (semantics 1.3 F4, 3.3).
 */
export function failPageTable(cell: Cell, pages: number, k: number, tell: Tell): PteFailure {
  const kernel = boot(cell);
  const window = kernel.platform.pteTableReach / PAGE_SIZE;
  // The area below the buffer ends with a guard page of its own.
  if (k > 0) kernel.ioremap(DEVICE_PHYS, (window - k - 1) * PAGE_SIZE);
  tell('The machine has booted; a device mapping fills the address space up to the place wanted.', kernel);
  failNext(kernel, 'pte-page');
  const buffer = kernel.consistentAlloc(GFP_KERNEL, pages * PAGE_SIZE);
  tell(`consistent_alloc of ${pages} pages finds no memory for the page table of page ${k}.`, kernel);
  const head = buffer.handle === undefined ? null : kernel.virtToFrame(kernel.busToVirt(buffer.handle));
  return {
    fired: kernel.unfiredFaults.length === 0,
    leaked: leaked(kernel),
    returnedNull: buffer.vaddr === 0,
    headCount: head === null ? null : kernel.frame(head).count,
  };
}
