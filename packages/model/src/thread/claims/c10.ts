import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { framesOf } from '../observe.ts';
import { mapBuffer, mapPhysical, mappedPages } from '../user-mapping.ts';
import { verdict } from '../verdict.ts';

const PAGES = 16;

/** C10: VM_IO on the vma would do, without any reserved bit. */
export const c10 = defineClaim<{ result: number; mapped: number; write: string; reachesDevice: boolean; io: number }>({
  id: 'C10',
  claimant: 'David Gibson',
  claim: 'Setting VM_IO on the user mapping is better than reserving pages.',
  explanation:
    'In 2.4 neither remap_page_range nor swap-out looks at VM_IO, and the fb core sets it already. Unreserved RAM is skipped without an error, and the process then writes to private zero pages. VM_IO is enough only for addresses that are no RAM at all.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2']),
  contrast: [],
  run(cell, tell) {
    const kernel = boot(cell);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
    tell(`A driver has taken ${PAGES} pages and reserved none.`, kernel);
    const mapping = mapBuffer(kernel, buffer, PAGES * PAGE_SIZE);
    const mapped = mappedPages(kernel, mapping);
    tell('A process maps them with VM_IO on the vma; remap_page_range returns 0.', kernel);
    const { result: write, frame } = kernel.userAccess(mapping.mm, mapping.address, true);
    tell('The process writes to the first page.', kernel);
    const io = mappedPages(kernel, mapPhysical(kernel, 0x80000000, PAGES * PAGE_SIZE));
    return {
      result: mapping.result,
      mapped,
      write,
      reachesDevice: framesOf(kernel, buffer, PAGES).includes(frame),
      io,
    };
  },
  observable: ({ result, mapped, write, reachesDevice, io }) =>
    `remap_page_range returns ${result} and maps ${mapped} of ${PAGES}; a write meets: ${write}, ${reachesDevice ? 'in the buffer' : 'not in the buffer'}; of device memory it maps ${io}`,
  verdict: ({ mapped, reachesDevice }) => verdict(mapped === PAGES && reachesDevice ? 'true' : 'not sufficient'),
});
