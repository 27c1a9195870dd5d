import { bothForms, cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { failPageTable } from '../pte-failure.ts';
import { truth } from '../verdict.ts';

const PAGES = 16;
/** Pages whose table fails, one run each: the ends, and one in the middle, which is told as the story. */
const FAILING = [0, 1, PAGES / 2, PAGES - 1];

/** C13: the PowerPC allocation can leak on failure. */
export const c13 = defineClaim<{ k: number; leaked: number; fired: boolean }[]>({
  id: 'C13',
  claimant: 'David Gibson',
  claim: 'Our allocation can leak when it fails at just the right point.',
  explanation:
    'The point is the page table of page k. The free on that path is vfree, which gives back the pages that were mapped by then. Pages k and on, and the tail of the block, are in no page table. The rewritten variant frees them one by one; it leaks the first k instead when vfree does not look into page tables.',
  claimed: cells(['ppc-map1', 'ppc-map0'], bothForms),
  contrast: [...cells(['ppc-map2'], bothForms), ...cells(['ppc-sized', 'ppc-region'])],
  run: (cell, tell) =>
    FAILING.map((k) => ({ k, ...failPageTable(cell, PAGES, k, k === PAGES / 2 ? tell : () => undefined) })),
  observable(failures) {
    if (failures.every(({ fired }) => !fired)) return 'takes no page table that could fail';
    return `leaked of ${PAGES} pages: ${failures.map(({ k, leaked }) => `${leaked} at page ${k}`).join(', ')}`;
  },
  verdict: (failures) => truth(failures.some(({ leaked }) => leaked > 0)),
});
