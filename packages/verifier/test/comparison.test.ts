import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../src/binding/run-state.ts';
import { compareHere } from '../src/comparison/compare-driver.ts';
import { firstDifference } from '../src/comparison/equal-runs.ts';
import { consistentFreeForms } from '../src/declared-calls.ts';
import { defaultOptions, type DriverInput } from '../src/driver-input.ts';
import type { RunResult } from '../src/session/session.ts';
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

  describe('of which the migrated one has another layout', () => {
    /** The driver registers what lies behind the place where a migration would keep a handle, on the heap and in its data. */
    const text = mutate(
      mutate(
        ring,
        'static void ring_interrupt',
        'static int first, second;\nstatic int *both[] = { &first, &second };\n\nstatic void ring_interrupt',
      ),
      '\tocp_set_drvdata(dev, r);',
      '\tint here;\n\tregister_both(&second, both[0], &r->interrupts, &here);\n\tocp_set_drvdata(dev, r);',
    ).replace(
      'static int ring_probe',
      'extern void register_both(int *, int *, int *, int *);\n\nstatic int ring_probe',
    );
    const original = oldInterface(text.replace(/consistent_free\((r->\w+), [^)]*\)/g, 'consistent_free($1)'));
    const grown = mutate(
      mutate(
        mutate(text, '\tu32 *stats;', '\tsize_t kept;\n\tu32 *stats;'),
        'static int first, ',
        'static int first, kept, ',
      ),
      '\tint here;',
      '\tlong long kept = 0;\n\tint here;',
    );

    it('are equivalent where each address is that of the same thing', async () => {
      expect(await compare(original, fixture(grown))).toMatchObject({ equivalent: true, differences: [] });
    });

    it('differ where it is that of another', async () => {
      const others = [
        ['(&second, both[0]', '(both[0], &second'],
        ['&r->interrupts', '&r->kept'],
        ['&here', 'both[0]'],
      ] as const;
      for (const [one, other] of others) {
        const { differences } = await compare(original, fixture(mutate(grown, one, other)));
        expect(differences[0]).toContain('register_both');
      }
    });
  });

  it('cannot be compared when one does not compile, and say why', async () => {
    const comparison = await compareWith(mutate(ring, 'int err = -ENOMEM;', 'int err = ;'));
    expect(comparison.equivalent).toBeNull();
    expect(comparison.why).toContain('expected expression');
  });
});

describe('an address that a call returns', () => {
  /** A packet, asked of a function that asks kmalloc for its two parts, on a heap that begins elsewhere. */
  const run = (heap: number, second = 'kmalloc#2'): RunResult => {
    const event = (call: string, result: number, until: number): CallEvent => ({ call, args: [64], result, until });
    const block = (label: string, base: number, since: number) =>
      ({ label, base, bytes: 64, bus: null, since, until: Infinity, live: true }) as const;
    const events = [event('alloc_skb', heap, 3), event('kmalloc', heap, 2), event('kmalloc', heap + 64, 3)];
    const allocations = [block('kmalloc#1', heap, 2), block(second, heap + 64, 3)];
    return { state: { events }, allocations, moduleEnd: 0, oops: null, stop: null } as unknown as RunResult;
  };

  it('is what was allocated in that call, wherever it lies', () => {
    expect(firstDifference(run(0xc0100000), run(0xc0200000), consistentFreeForms)).toBeNull();
    expect(firstDifference(run(0xc0100000), run(0xc0200000, 'vmalloc#1'), consistentFreeForms)?.index).toBe(2);
  });

  it('does not count where it is the line of a BUG()', () => {
    const stopped = (call: string, line: number): RunResult =>
      ({ ...run(0xc0100000), state: { events: [{ call, args: [1, line], result: null, until: 0 }] } }) as never;
    const differ = (call: string) => firstDifference(stopped(call, 7), stopped(call, 8), consistentFreeForms) !== null;
    expect(['__model_bug', 'other'].map(differ)).toEqual([false, true]);
  });
});
