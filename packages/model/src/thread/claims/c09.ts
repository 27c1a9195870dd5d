import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot, release } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { framesOf, freeOf, reservedOf } from '../observe.ts';
import { mapBuffer, mappedPages, unmap } from '../user-mapping.ts';
import { truth } from '../verdict.ts';

const PAGES = 16;

/** C9: an allocator that sets and clears PG_reserved, as ARM's does, would help. */
export const c9 = defineClaim<{ reserved: number; mapped: number; reservedAfter: number; freed: number }>({
  id: 'C9',
  claimant: 'Todd Poynor',
  claim:
    'An allocator that sets and clears the reserved bit, as the one of ARM does, would let drivers map buffers as they are.',
  explanation:
    'ARM reserves every page at allocation and clears the bit at the free, so a mapping is complete and nothing is lost. Without that, remap_page_range maps nothing and says nothing.',
  claimed: cells(['arm-3arg', 'ppc-sized']),
  contrast: cells(['ppc-map1', 'ppc-map2', 'ppc-region', 'arm-region']),
  run(cell, tell) {
    const kernel = boot(cell);
    tell('The machine has booted.', kernel);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
    const frames = framesOf(kernel, buffer, PAGES);
    const reserved = reservedOf(kernel, frames);
    tell(`consistent_alloc takes ${PAGES} pages.`, kernel);
    const mapping = mapBuffer(kernel, buffer, PAGES * PAGE_SIZE);
    const mapped = mappedPages(kernel, mapping);
    tell('A process maps them; the driver has reserved nothing.', kernel);
    unmap(kernel, mapping);
    release(kernel, buffer, PAGES * PAGE_SIZE);
    tell('The process is gone, and the buffer is freed.', kernel);
    return { reserved, mapped, reservedAfter: reservedOf(kernel, frames), freed: freeOf(kernel, frames) };
  },
  observable: ({ reserved, mapped, reservedAfter, freed }) =>
    `of ${PAGES} pages ${reserved} reserved, ${mapped} mapped, ${freed} freed, ${reservedAfter} still reserved`,
  verdict: ({ reserved, mapped, reservedAfter, freed }) =>
    truth(reserved === PAGES && mapped === PAGES && reservedAfter === 0 && freed === PAGES),
});
