import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { freeParameters, freeSignature } from '../signature.ts';
import { verdict } from '../verdict.ts';

const PAGES = 3;

/** C16: without a size the free does not know how many pages to unreserve. */
export const c16 = defineClaim<{ signature: string; hasSize: boolean; fromArea: number | null }>({
  id: 'C16',
  claimant: 'Todd Poynor',
  claim: 'A free without a size parameter makes it harder to clear the reserved bits.',
  explanation:
    'The call itself says nothing about the size. It can be had from the vm area, which is as long as the buffer and one guard page.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2']),
  contrast: cells(['ppc-sized', 'arm-3arg']),
  run(cell, tell) {
    const kernel = boot(cell);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
    tell(`A driver has taken ${PAGES} pages.`, kernel);
    const area = kernel.vmAreas().find(({ address }) => address === buffer.vaddr);
    return {
      signature: freeSignature(cell.allocator),
      hasSize: freeParameters(cell.allocator).includes('size'),
      fromArea: area === undefined ? null : area.size / PAGE_SIZE - 1,
    };
  },
  observable: ({ signature, fromArea }) => `${signature}; the vm area says ${fromArea ?? 'nothing'} of ${PAGES} pages`,
  verdict({ hasSize, fromArea }) {
    if (hasSize) return verdict('false');
    return verdict('true', fromArea === PAGES ? 'the vm area knows the size' : null);
  },
});
