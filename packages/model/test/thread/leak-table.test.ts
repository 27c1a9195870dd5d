import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cellName, failureTable, leakTable, leakTableSizes, mappingTable } from '../../src/thread/index.ts';

const blockOf = (pages: number) => 2 ** Math.ceil(Math.log2(pages));

/** Pages freed and lost by a healthy allocation and free, written from the published formulas (semantics 2.4, 3). */
const formulas: Record<string, (n: number) => readonly [freed: number, leaked: number] | null> = {
  'ppc-map0/walk': (n) => [1, blockOf(n) - 1],
  'ppc-map0/array': (n) => [0, blockOf(n)],
  'ppc-map1/walk': (n) => [n, blockOf(n) - n],
  'ppc-map1/array': (n) => [0, blockOf(n)],
  'ppc-map2/walk': (n) => [n, 0],
  'ppc-map2/array': (n) => [0, n],
  'ppc-gfp/walk': (n) => [n, 0],
  'ppc-gfp/array': (n) => [0, n],
  'ppc-array/walk': (n) => [n, 0],
  'ppc-array/array': (n) => [n, 0],
  'arm-1arg/walk': (n) => [1, blockOf(n) - 1],
  'arm-1arg/array': (n) => [0, blockOf(n)],
  'arm-3arg/walk': (n) => [n, 0],
  'arm-3arg/array': (n) => [0, n],
  'ppc-remark': (n) => [blockOf(n), 0],
  'plain-pages': (n) => [blockOf(n), 0],
  'ppc-sized': (n) => [n, 0],
  'ppc-region': (n) => (n * 4096 >= 2 << 20 ? null : [n, 0]),
  'arm-region': (n) => (n * 4096 >= 2 << 20 ? null : [n, 0]),
};

describe('the leak table', () => {
  const rows = leakTable();

  it.each(Object.entries(formulas))('agrees with the formula of %s at every size', (name, formula) => {
    const row = rows.find((candidate) => cellName(candidate) === name);
    expect(row?.cycles.map((cycle) => (cycle === null ? null : [cycle.freed, cycle.leaked]))).toEqual(
      leakTableSizes.map(formula),
    );
  });

  it('never frees and loses more than the block that was handed out', () => {
    for (const row of rows)
      for (const cycle of row.cycles)
        if (cycle !== null) expect(cycle.freed + cycle.leaked, cellName(row)).toBeLessThanOrEqual(cycle.block);
  });
});

describe('the table of page-table failures', () => {
  const pages = 16;
  const failures = new Map(failureTable(pages).map((row) => [cellName(row), row.leaked]));
  const byPage = (leak: (k: number) => number) => Array.from({ length: pages }, (_, k) => leak(k));

  it('shows what each PowerPC variant loses at every page', () => {
    expect(failures.get('ppc-map0/walk')).toEqual(byPage((k) => (k === 0 ? pages : pages - 1)));
    expect(failures.get('ppc-map1/walk')).toEqual(byPage((k) => pages - k));
    expect(failures.get('ppc-map2/walk')).toEqual(byPage(() => 0));
    expect(failures.get('ppc-map2/array')).toEqual(byPage((k) => k));
    expect(failures.get('ppc-sized')).toEqual(byPage(() => 0));
  });

  it('shows that ARM loses all but the head across a page-table boundary and nothing within', () => {
    expect(failures.get('arm-3arg/walk')).toEqual(byPage((k) => (k === 0 ? 0 : pages - 1)));
  });

  it('has nothing to say of allocators that ask for no page table', () => {
    for (const name of ['ppc-region', 'arm-region', 'plain-pages', 'ppc-remark'])
      expect(failures.get(name)).toEqual(byPage(() => 0).map(() => null));
  });
});

describe('the table of user mappings', () => {
  it('shows what reading the sources says of M1 to M12 (semantics 6.4)', () => {
    expect(Object.fromEntries(mappingTable().map(({ id, seen }) => [id, seen]))).toEqual({
      M1: 'returns 0, maps 0; a write gets a page that is anonymous',
      M2: 'maps 4, frees 4, loses 0',
      M3: '4 pages free before the free; counts after it -1',
      M4: 'loses 4; the process still maps 4',
      M5: "4 free pages in reach of the process; at munmap the count of the next owner's page is 0",
      M6: "4 free pages in reach of the process; at munmap the count of the next owner's page is 0",
      M7: 'frees 0 at the free and 4 at munmap, loses 0',
      M8: '4 pages moved to swap; the process then reads a page that is not the buffer',
      M9: '3 pages freed out of the live block at munmap',
      M10: 'count 0 after the first munmap, -1 after the second',
      M11: 'maps 4 to an address that is no RAM',
      M12: 'count 4 after the touches; frees 3, loses 1',
    });
  });
});

describe('docs/leaks.md', () => {
  it('holds the figures of a fresh run', () => {
    const page = readFileSync(fileURLToPath(new URL('../../../../docs/leaks.md', import.meta.url)), 'utf8');
    const printed = page
      .split('\n')
      .filter((line) => /^\| (?:`|M\d)/.test(line))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((text) => text.trim()),
      );
    const healthy = leakTable().map((row) => [
      `\`${cellName(row)}\``,
      ...row.cycles.map((cycle) => (cycle === null ? 'fails' : `${cycle.freed} / ${cycle.leaked}`)),
    ]);
    const failing = failureTable(16)
      .filter(({ leaked }) => leaked.some((lost) => lost !== null))
      .map((row) => [`\`${cellName(row)}\``, ...row.leaked.map((lost) => String(lost ?? '-'))]);
    const mappings = mappingTable().map((row) => [row.id, `\`${cellName(row)}\``, row.situation, row.seen]);
    expect(printed).toEqual([...healthy, ...failing, ...mappings]);
  });
});
