import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot, release } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { framesOf, leaked } from '../observe.ts';
import { mapBuffer } from '../user-mapping.ts';
import { truth } from '../verdict.ts';

const PAGES = 16;

/** X8: a free that unreserves turns a leak into shared memory. */
export const x8 = defineClaim<{ exposed: number; leaked: number }>({
  id: 'X8',
  claimant: 'unmentioned',
  claim: 'With a process still mapping the buffer, a free that unreserves by itself hands the pages to strangers.',
  explanation:
    'With the old free the pages stayed reserved: lost, but nobody else got them. The new free clears the bits and gives the pages back while the page table of the process still points to them.',
  claimed: cells(['ppc-sized', 'arm-3arg', 'ppc-region']),
  contrast: cells(['ppc-map1', 'ppc-map2'], ['walk']),
  run(cell, tell) {
    const kernel = boot(cell);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
    const frames = framesOf(kernel, buffer, PAGES);
    for (const frame of frames) if (!kernel.frame(frame).reserved) kernel.setPageReserved(frame);
    mapBuffer(kernel, buffer, PAGES * PAGE_SIZE);
    tell(`A process has mapped a reserved buffer of ${PAGES} pages.`, kernel);
    release(kernel, buffer, PAGES * PAGE_SIZE);
    tell('The driver is unloaded and frees the buffer.', kernel);
    const exposed = frames.filter((frame) => {
      const { owner, userMappings } = kernel.frame(frame);
      return owner === 'free' && userMappings > 0;
    }).length;
    return { exposed, leaked: leaked(kernel) };
  },
  observable: ({ exposed, leaked }) => `${exposed} free pages in reach of the process, ${leaked} pages lost`,
  verdict: ({ exposed }) => truth(exposed > 0),
});
