import { GFP_KERNEL } from '../../machine/gfp.ts';
import { getOrder, PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { freeOf } from '../observe.ts';
import { verdict } from '../verdict.ts';

const PAGES = 3;
/** Any mapping stands for the address range: this one takes no RAM. */
const DEVICE_PHYS = 0x80000000;
const ORDER = getOrder(PAGES * PAGE_SIZE);

/** X7: the error path of a later copy of the allocator. */
export const x7 = defineClaim<{ kept: number; areas: number }>({
  id: 'X7',
  claimant: 'unmentioned',
  claim: 'The copy of the allocator in the Microblaze port loses its pages and its address range when a mapping fails.',
  explanation:
    'The error path frees the block as a whole. But the block was split, its tail already given back page by page, and its first pages are reserved: the free passes over it. Nobody releases the vm area. The steps are run on bare pages here.',
  claimed: cells(['plain-pages']),
  contrast: [],
  run(cell, tell) {
    const kernel = boot(cell);
    const areasBefore = kernel.vmAreas().length;
    const block = kernel.getFreePages(GFP_KERNEL, ORDER);
    const first = kernel.virtToFrame(block);
    const frames = Array.from({ length: PAGES }, (_, i) => first + i);
    kernel.ioremap(DEVICE_PHYS, PAGES * PAGE_SIZE);
    tell(`The allocator has taken a block of ${1 << ORDER} pages for ${PAGES}, and an address range.`, kernel);
    for (let i = 1; i < 1 << ORDER; i++) kernel.setPageCount(first + i, 1);
    for (const frame of frames) kernel.setPageReserved(frame);
    for (let i = PAGES; i < 1 << ORDER; i++) kernel.putPage(first + i);
    tell('It has split the block, reserved its pages and given the tail back.', kernel);
    kernel.freePages(block, ORDER);
    tell('A mapping fails: the error path frees the block as a whole.', kernel);
    return { kept: PAGES - freeOf(kernel, frames), areas: kernel.vmAreas().length - areasBefore };
  },
  observable: ({ kept, areas }) => `${kept} of ${PAGES} pages not freed, ${areas} address range left`,
  verdict: ({ kept, areas }) => verdict(kept === PAGES && areas > 0 ? 'true' : kept > 0 ? 'partly' : 'false'),
});
