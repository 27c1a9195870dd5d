import { expect, test } from 'vitest';
import { compile, source } from './compile.ts';
import { compareWithOracle } from './oracle.ts';
import { randomFrom } from './random.ts';

/** How many operations each comparison runs; the long comparison sets it to 100000 and more. */
const OPERATIONS = Number(process.env.ORACLE_OPERATIONS ?? 2000);
const SEED = Number(process.env.ORACLE_SEED ?? 20020912);
const TIMEOUT = 60_000 + OPERATIONS * 10;

const text = (allocator: string): string => source('kernel.c') + source(`${allocator}.c`);

test.each(['ppc-map1', 'ppc-map2'] as const)(
  '%s and its C writing agree on the whole machine after every random operation',
  async (allocator) => {
    const result = compareWithOracle(allocator, await compile(text(allocator)), OPERATIONS, randomFrom(SEED));
    expect(result.disagreement, `seed ${SEED}`).toBeNull();
    expect(result.operations).toBe(OPERATIONS);
    // Agreement of runs in which nothing failed would prove little.
    expect(result.failedAllocations).toBeGreaterThan(OPERATIONS / 200);
    expect(result.oopses).toBeGreaterThan(0);
  },
  TIMEOUT,
);

/** One step of the C writing, and the same step wrong. */
const faults: [string, 'ppc-map1' | 'ppc-map2', string, string][] = [
  ['counts only the pages wanted', 'ppc-map1', 'i < 1 << order; i++)\n\t\t\tset_page_count', 'i < size / PAGE_SIZE; i++)\n\t\t\tset_page_count'],
  ['forgets the vfree after a failed mapping', 'ppc-map1', 'frame * PAGE_SIZE + done)) {\n\t\t\tvfree(va);', 'frame * PAGE_SIZE + done)) {'],
  ['stores the handle too early', 'ppc-map1', '\tva = get_vm_area(size);\n', '\tstore_handle(frame * PAGE_SIZE);\n\tva = get_vm_area(size);\n'],
  ['keeps the tail', 'ppc-map2', 'i = pages; i < 1 << order', 'i = pages; i < 0'],
  ['frees mapped pages twice', 'ppc-map2', 'i = mapped; i < pages', 'i = 0; i < pages'],
  ['frees reserved pages', 'ppc-map1', 'if (reserved[frame])', 'if (0)'],
]; // prettier-ignore

test.each(faults)(
  'a C writing that %s is caught',
  async (_, allocator, right, wrong) => {
    const original = text(allocator);
    expect(original.split(right)).toHaveLength(2);
    const module = await compile(original.replace(right, wrong));
    expect(compareWithOracle(allocator, module, 3000, randomFrom(SEED)).disagreement).not.toBeNull();
  },
  TIMEOUT,
);
