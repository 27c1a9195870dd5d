import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot, release } from '../boot.ts';
import { cells, type Cell } from '../cell.ts';
import { defineClaim, type Tell } from '../claim.ts';
import { framesOf, freeOf, leaked } from '../observe.ts';
import { mapBuffer, unmap } from '../user-mapping.ts';
import { verdict } from '../verdict.ts';

const PAGES = 16;

interface Doubled {
  /** Pages of the live buffer that were on the free lists before its free. */
  readonly freedEarly: number;
  readonly leaked: number;
}

/** A driver that reserves and unreserves pages which the allocator reserves too; `early` clears while they are mapped. */
function doubleHandling(cell: Cell, early: boolean, tell: Tell): Doubled {
  const kernel = boot(cell);
  const buffer = kernel.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
  const frames = framesOf(kernel, buffer, PAGES);
  for (const frame of frames) kernel.setPageReserved(frame);
  const mapping = mapBuffer(kernel, buffer, PAGES * PAGE_SIZE);
  tell('The allocator and the driver have both reserved the pages, and a process has mapped them.', kernel);
  if (!early) unmap(kernel, mapping);
  for (const frame of frames) kernel.clearPageReserved(frame);
  if (early) unmap(kernel, mapping);
  const freedEarly = freeOf(kernel, frames);
  tell(
    early ? 'The driver clears the bits, then the process unmaps.' : 'The process unmaps, then the driver clears.',
    kernel,
  );
  release(kernel, buffer, PAGES * PAGE_SIZE);
  tell('The buffer is freed.', kernel);
  return { freedEarly, leaked: leaked(kernel) };
}

/** C12: an allocator that reserves clashes with drivers that do. */
export const c12 = defineClaim<{ balanced: Doubled; early: Doubled }>({
  id: 'C12',
  claimant: 'implied',
  claim: 'If the allocator reserves pages too, the drivers that do it themselves break.',
  explanation:
    'The bit is a flag. Set twice and cleared twice around the whole life of the buffer it does no harm. Cleared while a process has the pages mapped, munmap drops references that nobody took, and the pages are free while the driver uses them.',
  claimed: cells(['ppc-sized', 'arm-3arg']),
  contrast: [],
  run: (cell, tell) => ({
    balanced: doubleHandling(cell, false, () => undefined),
    early: doubleHandling(cell, true, tell),
  }),
  observable: ({ balanced, early }) =>
    `balanced: ${balanced.freedEarly} pages freed early, ${balanced.leaked} leaked; cleared while mapped: ${early.freedEarly} freed early`,
  verdict({ balanced, early }) {
    const harmless = balanced.freedEarly === 0 && balanced.leaked === 0;
    if (harmless)
      return early.freedEarly > 0 ? verdict('partly', 'only where the bit is cleared while mapped') : verdict('false');
    return verdict('true');
  },
});
