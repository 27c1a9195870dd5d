import { bothForms, cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { freeCycle, type FreeCycle } from '../free-cycle.ts';
import { verdict } from '../verdict.ts';

const PAGES = 16;

/** C19: vfree has no pages to free, because the allocation fills in none. */
export const c19 = defineClaim<FreeCycle | null>({
  id: 'C19',
  claimant: 'Todd Poynor',
  claim: 'The allocation does not fill in the fields of the vm area, so vfree cannot free the pages.',
  explanation:
    'This is the vfree of 2.5 after August 2002, which frees the pages listed in the area. The vfree of 2.4 has no such list: it walks the page tables. Neither mail says which kernel it speaks of.',
  claimed: cells(['ppc-map1'], ['array', 'walk']),
  contrast: [...cells(['ppc-map0', 'ppc-map2'], bothForms), ...cells(['ppc-array'], ['array'])],
  run: (cell, tell) => freeCycle(cell, PAGES, tell),
  observable: (cycle) =>
    cycle === null ? 'the allocation failed' : `${cycle.freed} of ${PAGES} pages freed, ${cycle.leaked} leaked`,
  verdict(cycle) {
    if (cycle === null || cycle.freed === cycle.pages) return verdict('false');
    return verdict(cycle.freed === 0 ? 'true' : 'partly');
  },
});
