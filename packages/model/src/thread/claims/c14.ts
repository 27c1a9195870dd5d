import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { failPageTable } from '../pte-failure.ts';
import { verdict } from '../verdict.ts';

const PAGES = 16;

interface Leaks {
  /** The area starts half way below a page-table boundary. */
  readonly across: number;
  readonly headCount: number | null;
  /** The area lies within one page table, which fails. */
  readonly within: number;
  /** One page. */
  readonly single: number;
  /** False when the allocator asks for no page table. */
  readonly fired: boolean;
}

/** C14: and ARM's, from memory. */
export const c14 = defineClaim<Leaks>({
  id: 'C14',
  claimant: 'David Gibson',
  claim: 'So, as far as remembered, can that of ARM.',
  explanation:
    'Only where the area crosses a page-table boundary, which is each 1 MiB on ARM: the cleanup first frees the head alone, then decrements its count to -1 instead of freeing the block. Within one table nothing was mapped yet, and all is given back.',
  claimed: cells(['arm-3arg']),
  contrast: cells(['arm-region']),
  run(cell, tell) {
    const silent = () => undefined;
    const across = failPageTable(cell, PAGES, PAGES / 2, tell);
    return {
      across: across.leaked,
      headCount: across.headCount,
      within: failPageTable(cell, PAGES, 0, silent).leaked,
      single: failPageTable(cell, 1, 0, silent).leaked,
      fired: across.fired,
    };
  },
  observable({ across, headCount, within, single, fired }) {
    if (!fired) return 'takes no page table that could fail';
    return `leaked of ${PAGES} pages: ${across} across the boundary (count of the head ${headCount ?? 'unknown'}), ${within} within; of 1 page: ${single}`;
  },
  verdict({ across, within, single }) {
    if (across === 0 && within === 0) return verdict('false');
    return verdict('true', within === 0 && single === 0 ? 'only across a page-table boundary' : null);
  },
});
