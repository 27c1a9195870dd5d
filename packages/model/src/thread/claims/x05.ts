import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { framesOf, reservedOf } from '../observe.ts';
import { mapBuffer, mappedPages } from '../user-mapping.ts';
import { truth } from '../verdict.ts';

const PAGES = 16;

/** X5: free of NULL with a handle. */
export const x5 = defineClaim<{ unreserved: number; mapped: number }>({
  id: 'X5',
  claimant: 'unmentioned',
  claim: 'Freeing NULL is no longer harmless when a handle comes with it.',
  explanation:
    'The free looks at the handle first and unreserves the pages of a buffer that is alive. vfree then ignores the NULL. The next mmap of the buffer maps nothing, without an error.',
  claimed: cells(['ppc-sized', 'arm-3arg']),
  contrast: cells(['ppc-map1', 'ppc-map2', 'ppc-region']),
  run(cell, tell) {
    const kernel = boot(cell);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
    const frames = framesOf(kernel, buffer, PAGES);
    for (const frame of frames) if (!kernel.frame(frame).reserved) kernel.setPageReserved(frame);
    tell(`A buffer of ${PAGES} pages is live and reserved.`, kernel);
    kernel.consistentFree(0, PAGES * PAGE_SIZE, buffer.handle ?? 0);
    tell('NULL is freed with the size and the handle of the buffer.', kernel);
    const mapped = mappedPages(kernel, mapBuffer(kernel, buffer, PAGES * PAGE_SIZE));
    tell('A process maps the buffer.', kernel);
    return { unreserved: PAGES - reservedOf(kernel, frames), mapped };
  },
  observable: ({ unreserved, mapped }) => `${unreserved} pages unreserved; the next mmap maps ${mapped} of ${PAGES}`,
  verdict: ({ unreserved }) => truth(unreserved > 0),
});
