import { describe, expect, it } from 'vitest';
import { compareHere } from '../src/comparison/compare-driver.ts';
import { defaultOptions } from '../src/driver-input.ts';
import { fixture, found, mutate, oldInterface, ring, verify, workbench } from './verify-fixture.ts';

const again = 'r->stats = consistent_alloc(GFP_KERNEL, STATS_BYTES, &r->stats_dma);';
/** Tries a second time, and forgets everything when that fails too. */
const retrying = mutate(
  ring,
  'if (!r->stats)\n\t\tgoto out_desc;\n',
  `if (!r->stats)\n\t\t${again}\n\tif (!r->stats)\n\t\treturn -ENOMEM;\n`,
);
const oldCalls = (text: string): string => text.replace(/consistent_free\((r->\w+), [^)]*\)/g, 'consistent_free($1)');

describe('pairs of faults', () => {
  it('shows what no single fault shows, and names both steps', async () => {
    const single = await verify(retrying);
    expect(found(single)).toEqual([]);
    const paired = await verify(retrying, { pairs: true });
    expect(paired.findings.map(({ rule }) => rule)).toContain('R7');
    const leak = paired.findings.find(({ rule }) => rule === 'R7');
    expect(leak?.run?.faults).toHaveLength(2);
    for (const fault of leak!.run!.faults) expect(fault).toMatch(/\(consistent_alloc at drivers\/ring\.c:\d+\)$/);
  });

  it('runs each step that comes after the first has failed, and none before it', async () => {
    const [single, paired] = [await verify(retrying), await verify(retrying, { pairs: true })];
    const steps = single.runs - 1;
    expect(paired.runs).toBeGreaterThan(single.runs);
    expect(paired.runs).toBeLessThanOrEqual(1 + steps + (steps * (steps - 1)) / 2);
    expect(paired.inconclusive).toBe(0);
  });

  it('takes single faults first when the number of runs is limited', async () => {
    const single = await verify(retrying);
    const paired = await verify(retrying, { pairs: true, maxRuns: single.runs });
    expect(paired.runs).toBe(single.runs);
    expect(paired.unexplored).toBeGreaterThan(0);
  });

  it('holds original and migrated driver side by side, though an allocator stops one of them early', async () => {
    const pair = { before: oldInterface(oldCalls(retrying)), after: fixture(retrying) };
    const comparison = await compareHere(pair, workbench(), { ...defaultOptions, pairs: true });
    expect(comparison.differences).toEqual([]);
    expect(comparison.equivalent).toBe(true);
  });

  it('tells a difference that only a second fault brings out', async () => {
    const freeing = mutate(
      retrying,
      'if (!r->stats)\n\t\treturn -ENOMEM;\n',
      'if (!r->stats) {\n\t\tkfree(r);\n\t\treturn -ENOMEM;\n\t}\n',
    );
    const pair = { before: fixture(retrying), after: fixture(freeing) };
    const [bench, single] = [workbench(), { ...defaultOptions, pairs: false }];
    expect((await compareHere(pair, bench, single)).differences).toEqual([]);
    const paired = await compareHere(pair, bench, { ...single, pairs: true });
    expect(paired.differences.length).toBeGreaterThan(0);
    expect(paired.differences[0]).toMatch(/^with \S+ \d+, \S+ \d+ failing, call \d+: /);
  });
});
