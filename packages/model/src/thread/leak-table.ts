import type { AllocatorName } from '../allocators/free-forms.ts';
import { bothForms, cells, type Cell } from './cell.ts';
import { freeCycle, type FreeCycle } from './free-cycle.ts';
import { failPageTable } from './pte-failure.ts';

/** Sizes of the table, in pages: around powers of two, and three real frame buffers (150, 480, 512). */
export const leakTableSizes: readonly number[] = [1, 2, 3, 16, 150, 480, 512];

/** One row: an allocator with a form of vfree, and one healthy allocation and free of each size. Serialisable. */
export interface LeakRow extends Cell {
  /** In the order of `leakTableSizes`; null where the allocation cannot succeed. */
  readonly cycles: readonly (FreeCycle | null)[];
}

/** Allocators whose free is vfree: both forms of it are run. */
const overVfree: readonly [AllocatorName, ...AllocatorName[]] = [
  'ppc-map0',
  'ppc-map1',
  'ppc-map2',
  'ppc-gfp',
  'ppc-array',
  'arm-1arg',
  'arm-3arg',
];
const others: readonly [AllocatorName, ...AllocatorName[]] = [
  'ppc-remark',
  'ppc-sized',
  'ppc-region',
  'arm-region',
  'plain-pages',
];

/** Every allocator with each form of vfree that it can meet. */
export const leakTableCells: readonly Cell[] = [...cells(overVfree, bothForms), ...cells(others)];

/** Allocates and frees each size once in every cell, each on a machine of its own with 32 MiB (semantics 1-3). */
export function leakTable(sizes = leakTableSizes): LeakRow[] {
  return leakTableCells.map((cell) => ({
    ...cell,
    cycles: sizes.map((pages) => freeCycle(cell, pages, () => undefined)),
  }));
}

/** Pages leaked when the page table of page `k` cannot be had, for each k (semantics 1.3 F4, 3.3). Serialisable. */
export interface FailureRow extends Cell {
  /** In the order of k; null where the allocator asks for no page table. */
  readonly leaked: readonly (number | null)[];
}

/** Fails the page table of each page of an allocation of `pages` pages in turn, in every cell. */
export function failureTable(pages: number): FailureRow[] {
  return leakTableCells.map((cell) => ({
    ...cell,
    leaked: Array.from({ length: pages }, (_, k) => {
      const { fired, leaked } = failPageTable(cell, pages, k, () => undefined);
      return fired ? leaked : null;
    }),
  }));
}
