import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { freeCycle } from '../free-cycle.ts';
import { freeSignature } from '../signature.ts';
import { truth } from '../verdict.ts';

const PAGES = 256;

interface Filled {
  readonly signature: string;
  readonly freed: number;
  readonly leaked: number;
  /** Bytes of the page array; 0 when there is none. */
  readonly arrayBytes: number;
}

/** C24: filling the page array of the vm area would do without a change of the API. */
export const c24 = defineClaim<Filled>({
  id: 'C24',
  claimant: 'Todd Poynor',
  claim: 'Filling in the page array of the vm area would cure it with the API as it is.',
  explanation:
    'vfree then finds each page in the array, and each has a count of its own. The price is an array of one pointer a page, which says no more than first page and number do.',
  claimed: cells(['ppc-array'], ['array']),
  contrast: cells(['ppc-map1', 'ppc-map2'], ['array']),
  run(cell, tell) {
    const cycle = freeCycle(cell, PAGES, tell);
    const kernel = boot(cell);
    kernel.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
    return {
      signature: freeSignature(cell.allocator),
      freed: cycle?.freed ?? 0,
      leaked: cycle?.leaked ?? 0,
      arrayBytes: kernel.steps.find(({ kind }) => kind === 'pages-array')?.bytes ?? 0,
    };
  },
  observable: ({ signature, freed, leaked, arrayBytes }) =>
    `${signature}: ${freed} of ${PAGES} pages freed, ${leaked} leaked, an array of ${arrayBytes} bytes`,
  verdict: ({ signature, freed, leaked }) =>
    truth(freed === PAGES && leaked === 0 && signature === freeSignature('ppc-map1')),
});
