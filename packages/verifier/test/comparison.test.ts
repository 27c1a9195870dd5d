import { describe, expect, it } from 'vitest';
import { compareHere } from '../src/comparison/compare-driver.ts';
import { defaultOptions, type DriverInput } from '../src/driver-input.ts';
import { fixture, mutate, oldInterface, ring, workbench } from './verify-fixture.ts';

/** The fixture driver as it was before the migration: against the old header, with the address alone. */
const before: DriverInput = oldInterface(ring.replace(/consistent_free\((r->\w+), [^)]*\)/g, 'consistent_free($1)'));

async function compareWith(after: string): ReturnType<typeof compare> {
  return compare(before, fixture(after));
}

async function compare(original: DriverInput, migrated: DriverInput) {
  return compareHere({ before: original, after: migrated }, workbench(), defaultOptions);
}

describe('original and migrated driver', () => {
  it('are equivalent when only the new arguments differ, each on its own allocator', async () => {
    const comparison = await compareWith(ring);
    expect(comparison).toMatchObject({ equivalent: true, differences: [], why: null });
    expect(comparison.before.allocator).toBe('ppc-map1');
    expect(comparison.after.allocator).toBe('ppc-sized');
    expect(comparison.before.runs).toBe(comparison.after.runs);
    expect(comparison.before.findings).toEqual([]);
  });

  it('put the blame for what the old allocator does alone on the allocator', async () => {
    const { before: original } = await compareWith(ring);
    expect(original.allocatorFindings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['F2', 'F4']));
  });

  it('differ when the frees are reordered', async () => {
    const free = [
      'consistent_free(r->stats, STATS_BYTES, r->stats_dma);',
      'consistent_free(r->desc, RING_BYTES, r->desc_dma);',
    ] as const;
    const remove = `\tfree_irq(11, r);\n\t${free[0]}\n\t${free[1]}`;
    const comparison = await compareWith(mutate(ring, remove, `\tfree_irq(11, r);\n\t${free[1]}\n\t${free[0]}`));
    expect(comparison.equivalent).toBe(false);
    expect(comparison.differences[0]).toMatch(
      /^without a fault, call \d+: consistent_free\(.*\) = 0 before, consistent_free\(.*\) = 0 after$/,
    );
  });

  it('differ when a path that only a fault takes has changed, and say which', async () => {
    const comparison = await compareWith(mutate(ring, 'out_ring:\n\tkfree(r);', 'out_ring:\n'));
    expect(comparison.equivalent).toBe(false);
    expect(comparison.differences.every((difference) => difference.startsWith('with '))).toBe(true);
    expect(comparison.after.findings.map(({ rule }) => rule)).toContain('K3');
  });

  it('differ when what is printed differs', async () => {
    const print = (text: string): string =>
      mutate(ring, '\tocp_set_drvdata(dev, r);', `\tprintk("${text} at %p\\n", r);\n\tocp_set_drvdata(dev, r);`);
    const original = oldInterface(print('ring').replace(/consistent_free\((r->\w+), [^)]*\)/g, 'consistent_free($1)'));
    expect((await compare(original, fixture(print('ring')))).equivalent).toBe(true);
    expect((await compare(original, fixture(print('rings')))).equivalent).toBe(false);
  });

  it('cannot be compared when one does not compile, and say why', async () => {
    const comparison = await compareWith(mutate(ring, 'int err = -ENOMEM;', 'int err = ;'));
    expect(comparison.equivalent).toBeNull();
    expect(comparison.why).toContain('expected expression');
  });
});
