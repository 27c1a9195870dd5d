import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot, release } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { framesOf, freeOf, leaked } from '../observe.ts';
import { truth } from '../verdict.ts';

const PAGES = 4;

/** X9: a second free after the address was given out again. */
export const x9 = defineClaim<{ tornDown: boolean; freedUnder: number; lost: number }>({
  id: 'X9',
  claimant: 'unmentioned',
  claim: 'A second free is silent, and takes the buffer of whoever has the address by then.',
  explanation:
    'The address space is given out first fit, so the next buffer of that size sits at the same address, and an area is known by its address only. With a handle that does not belong to it, the pages are not even freed.',
  claimed: [...cells(['ppc-map1', 'ppc-map2'], ['walk']), ...cells(['ppc-sized', 'arm-3arg', 'ppc-region'])],
  contrast: [],
  run(cell, tell) {
    const kernel = boot(cell);
    const size = PAGES * PAGE_SIZE;
    const first = kernel.consistentAlloc(GFP_KERNEL, size);
    // Something else must take the frames, so that the second buffer has others.
    release(kernel, first, size);
    kernel.getFreePages(GFP_KERNEL, 2);
    tell('A driver has taken and freed a buffer; its pages have a new owner.', kernel);
    const second = kernel.consistentAlloc(GFP_KERNEL, size);
    const frames = framesOf(kernel, second, PAGES);
    const before = kernel.vmAreas().some(({ address }) => address === second.vaddr);
    tell('A second driver takes a buffer of the same size.', kernel);
    release(kernel, first, size);
    tell('The first driver frees its buffer again.', kernel);
    const tornDown = before && kernel.vmAreas().every(({ address }) => address !== second.vaddr);
    return { tornDown, freedUnder: freeOf(kernel, frames), lost: leaked(kernel) };
  },
  observable: ({ tornDown, freedUnder, lost }) =>
    `the second buffer is ${tornDown ? 'torn down' : 'untouched'}: ${freedUnder} of its ${PAGES} pages freed under it, ${lost} lost`,
  verdict: ({ tornDown }) => truth(tornDown),
});
