import { describe, expect, it } from 'vitest';
import { compareHere } from '../src/comparison/compare-driver.ts';
import { defaultOptions } from '../src/driver-input.ts';
import { fixture, found, lineOf, mutate, oldInterface, ring, verify, workbench } from './verify-fixture.ts';

const handled = 'r->interrupts++;';
const freed = '\tfree_irq(11, r);\n\tconsistent_free(r->stats, STATS_BYTES, r->stats_dma);\n';
/** The handler counts in the buffer. */
const counting = mutate(ring, handled, 'r->stats[0]++;');
/** The handler counts in the buffer, and the line is given up too late. */
const late = mutate(counting, freed, '\tconsistent_free(r->stats, STATS_BYTES, r->stats_dma);\n\tfree_irq(11, r);\n');
const oldCalls = (text: string): string => text.replace(/consistent_free\((r->\w+), [^)]*\)/g, 'consistent_free($1)');

describe('interrupts at every point', () => {
  it('come between the free and the end of the line, where the lifecycle has none', async () => {
    expect(found(await verify(late))).toEqual([]);
    const verdict = await verify(late, { irq: true });
    const [finding] = verdict.findings;
    expect(finding).toMatchObject({ rule: 'S2', line: lineOf(late, 'r->stats[0]++') });
    expect(finding?.run?.interrupt).toMatch(/^consistent_free, call \d+ of the run$/);
  });

  it('show nothing in a driver that gives the line up first', async () => {
    const [plain, verdict] = [await verify(counting), await verify(counting, { irq: true })];
    expect(found(verdict)).toEqual([]);
    expect(verdict.runs).toBeGreaterThan(plain.runs);
    expect(verdict.inconclusive).toBe(0);
  });

  it('find a lock that the handler takes while the driver holds it with interrupts on', async () => {
    const locking = mutate(
      mutate(ring, handled, 'spin_lock(&r->lock);\n\tr->interrupts++;\n\tspin_unlock(&r->lock);'),
      '\tocp_set_drvdata(dev, r);\n',
      '\tspin_lock(&r->lock);\n\tr->interrupts = 0;\n\tspin_unlock(&r->lock);\n\tocp_set_drvdata(dev, r);\n',
    );
    expect(found(await verify(locking))).toEqual([]);
    expect((await verify(locking, { irq: true })).findings.map(({ message }) => message).join()).toMatch(/lock/);
    const saving = locking
      .replace(
        '\tspin_lock(&r->lock);\n\tr->interrupts = 0;\n',
        '\tunsigned long f;\n\tspin_lock_irqsave(&r->lock, f);\n',
      )
      .replace('\tspin_unlock(&r->lock);\n\tocp_set', '\tspin_unlock_irqrestore(&r->lock, f);\n\tocp_set');
    expect(found(await verify(saving, { irq: true }))).toEqual([]);
  });

  it('are held side by side before and after', async () => {
    const pair = { before: oldInterface(oldCalls(counting)), after: fixture(counting) };
    const bench = workbench();
    const plain = await compareHere(pair, bench, defaultOptions);
    const comparison = await compareHere(pair, bench, { ...defaultOptions, irq: true });
    expect(comparison.differences).toEqual([]);
    expect(comparison.compared.runs).toBeGreaterThan(plain.compared.runs);
  });
});
