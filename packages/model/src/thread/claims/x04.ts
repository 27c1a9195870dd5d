import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { failNext } from '../fail-next.ts';
import { framesOf, reservedOf } from '../observe.ts';
import { truth } from '../verdict.ts';

/** X4: an error path frees what was never allocated. */
export const x4 = defineClaim<{ handleWritten: boolean; stripped: number }>({
  id: 'X4',
  claimant: 'unmentioned',
  claim:
    'After a failed allocation the handle is set all the same, and a cleanup that uses it unreserves pages of somebody else.',
  explanation:
    'The handle is written before the pages are mapped. When that fails, the block goes back and to the next owner, while the cleanup still holds its address. With the address alone, freeing NULL does nothing.',
  claimed: cells(['ppc-sized', 'arm-3arg']),
  contrast: cells(['ppc-map1', 'ppc-region']),
  run(cell, tell) {
    const kernel = boot(cell);
    failNext(kernel, cell.allocator === 'ppc-region' ? 'vm-region' : 'pte-page');
    const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, PAGE_SIZE);
    tell('consistent_alloc returns NULL: there was no memory for a page table.', kernel);
    const other = kernel.consistentAlloc(GFP_KERNEL, PAGE_SIZE);
    const frames = framesOf(kernel, other, 1);
    if (reservedOf(kernel, frames) === 0) for (const frame of frames) kernel.setPageReserved(frame);
    tell('Another driver gets the page and has it reserved.', kernel);
    kernel.consistentFree(vaddr, PAGE_SIZE, handle ?? 0);
    tell('The first driver cleans up: it frees NULL with its size and handle.', kernel);
    return { handleWritten: handle !== undefined, stripped: 1 - reservedOf(kernel, frames) };
  },
  observable: ({ handleWritten, stripped }) =>
    `the handle is ${handleWritten ? 'set' : 'not set'} although NULL is returned; ${stripped} pages of another driver unreserved`,
  verdict: ({ stripped }) => truth(stripped > 0),
});
