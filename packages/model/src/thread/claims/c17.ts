import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { framesOf } from '../observe.ts';
import { freeParameters, freeSignature } from '../signature.ts';
import { verdict } from '../verdict.ts';

const PAGES = 3;

/** C17: without a handle the free does not know which struct pages to unreserve. */
export const c17 = defineClaim<{ signature: string; hasHandle: boolean; found: boolean }>({
  id: 'C17',
  claimant: 'Todd Poynor',
  claim: 'A free without the handle makes it harder to find the pages.',
  explanation:
    'The handle is the short way to the struct pages. The long way is open as well: the page table of the returned address leads to the same frames.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2']),
  contrast: cells(['ppc-sized', 'arm-3arg']),
  run(cell, tell) {
    const kernel = boot(cell);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
    tell(`A driver has taken ${PAGES} pages.`, kernel);
    const found = framesOf(kernel, buffer, PAGES).every(
      (frame, i) => kernel.translate(buffer.vaddr + i * PAGE_SIZE)?.frame === frame,
    );
    return {
      signature: freeSignature(cell.allocator),
      hasHandle: freeParameters(cell.allocator).includes('dma_handle'),
      found,
    };
  },
  observable: ({ signature, found }) =>
    `${signature}; the page table leads to ${found ? 'the same frames as the handle' : 'other frames than the handle'}`,
  verdict({ hasHandle, found }) {
    if (hasHandle) return verdict('false');
    return found ? verdict('partly', 'the page table leads to the frames') : verdict('true');
  },
});
