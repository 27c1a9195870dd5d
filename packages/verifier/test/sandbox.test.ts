import { describe, expect, it } from 'vitest';
import { compareBatch, verifyBatch } from '../src/index.ts';
import { fixture, mutate, oldInterface, ring } from './verify-fixture.ts';

const endless = mutate(ring, 'r->interrupts = 0;', 'for (;;) r->interrupts = 0;');

describe('a batch', () => {
  it('gives verdicts in the order of its drivers, and goes on after one that does not compile or does not end', async () => {
    const seen: string[] = [];
    const inputs = [fixture('int f( {\n', 'a.c'), fixture(endless, 'b.c'), fixture(ring, 'c.c'), fixture('', 'd.c')];
    const verdicts = await verifyBatch(inputs, {
      jobs: 2,
      onProgress: (done, total, file) => seen.push(`${done}/${total} ${file}`),
    });
    expect(verdicts.map(({ file }) => file)).toEqual(['a.c', 'b.c', 'c.c', 'd.c']);
    expect(verdicts.map(({ error }) => error?.kind ?? null)).toEqual(['compile', null, null, 'no-entry']);
    expect(verdicts[1]!.findings.map(({ rule }) => rule)).toContain('S5');
    expect(verdicts[2]!.findings).toEqual([]);
    expect(seen).toHaveLength(4);
    expect(seen.at(-1)).toMatch(/^4\/4 /);
  });

  it('stops a driver that takes too long, says so, and goes on', async () => {
    // fuel that would last for hours: only the watchdog can end it
    const [hung, next] = await verifyBatch([fixture(endless, 'hung.c'), fixture(ring, 'next.c')], {
      jobs: 1,
      fuel: 1e15,
      timeoutMs: 10_000,
    });
    expect(hung?.error).toMatchObject({ kind: 'timeout', file: 'hung.c' });
    expect(next?.error).toBeNull();
    expect(next?.runs).toBeGreaterThan(5);
  });

  it('can be interrupted', async () => {
    const stop = new AbortController();
    const batch = verifyBatch([fixture(endless)], { fuel: 1e15, signal: stop.signal });
    setTimeout(() => stop.abort(), 500);
    await expect(batch).rejects.toThrow();
  });

  it('compares pairs', async () => {
    const before = oldInterface(ring.replace(/consistent_free\((r->\w+), [^)]*\)/g, 'consistent_free($1)'));
    const [comparison] = await compareBatch([{ before, after: fixture(ring) }]);
    expect(comparison?.equivalent).toBe(true);
  });

  it('of nothing is nothing', async () => {
    expect(await verifyBatch([])).toEqual([]);
  });
});
