import { bothForms, cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { freeCycle, type FreeCycle } from '../free-cycle.ts';
import { verdict } from '../verdict.ts';

const PAGES = 16;

/** C20: vfree walks the page tables and frees what it finds. */
export const c20 = defineClaim<FreeCycle | null>({
  id: 'C20',
  claimant: 'David Gibson',
  claim: 'vfree walks the page tables, so it should free the pages well enough.',
  explanation:
    'So it does in 2.4, if every page has a count of its own. The first variant left the counts of all but the head at 0, and the walk frees the head alone.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2'], bothForms),
  contrast: [],
  run: (cell, tell) => freeCycle(cell, PAGES, tell),
  observable: (cycle) =>
    cycle === null ? 'the allocation failed' : `${cycle.freed} of ${PAGES} pages freed, ${cycle.leaked} leaked`,
  verdict(cycle) {
    if (cycle === null || cycle.freed === 0) return verdict('false');
    return verdict(cycle.freed === cycle.pages ? 'true' : 'partly');
  },
});
