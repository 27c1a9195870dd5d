import { GFP_KERNEL } from '../../machine/gfp.ts';
import { boot, release } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { FB_SIZE } from '../drivers/xilinxfb.ts';
import { framesOf, freeOf } from '../observe.ts';
import { truth } from '../verdict.ts';
import { PAGE_SIZE } from '../../machine/page.ts';

const PAGES = FB_SIZE / PAGE_SIZE;

/** C21: the walk skips reserved pages. */
export const c21 = defineClaim<{ freed: number; areaGone: boolean }>({
  id: 'C21',
  claimant: 'unmentioned',
  claim: 'A free by vfree loses every page that is still reserved.',
  explanation:
    'vfree clears the page-table entry and passes over a reserved page. The address range is free again, so nothing is left that leads to the pages.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2'], ['walk']),
  contrast: cells(['ppc-sized', 'arm-3arg', 'ppc-region']),
  run(cell, tell) {
    const kernel = boot(cell);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, FB_SIZE);
    const frames = framesOf(kernel, buffer, PAGES);
    for (const frame of frames) kernel.setPageReserved(frame);
    tell(`A driver has taken ${PAGES} pages and reserved them.`, kernel);
    release(kernel, buffer, FB_SIZE);
    tell('It frees them without clearing the bits.', kernel);
    return {
      freed: freeOf(kernel, frames),
      areaGone: kernel.vmAreas().every(({ address }) => address !== buffer.vaddr),
    };
  },
  observable: ({ freed, areaGone }) =>
    `${freed} of ${PAGES} pages freed, the address range is ${areaGone ? 'released' : 'kept'}`,
  verdict: ({ freed, areaGone }) => truth(freed === 0 && areaGone),
});
