import { describe, expect, it } from 'vitest';
import { compareHere } from '../src/comparison/compare-driver.ts';
import { defaultOptions } from '../src/driver-input.ts';
import type { FreeSite } from '../src/verdict/verdict.ts';
import { fixture, mutate, oldInterface, ring, verify, workbench } from './verify-fixture.ts';

const oldCalls = (text: string): string => text.replace(/consistent_free\((r->\w+), [^)]*\)/g, 'consistent_free($1)');
const removal = ring.slice(ring.indexOf('static void ring_remove'));
const removeBy = (before: string, after: string): string => ring.replace(removal, () => mutate(removal, before, after));

/** The sites of a text beside the fixture in its old form: two in ring_probe, then stats and desc in ring_remove. */
async function sitesOf(migrated: string, original = oldCalls(ring)): Promise<readonly FreeSite[]> {
  const pair = { before: oldInterface(original), after: fixture(migrated) };
  return (await compareHere(pair, workbench(), defaultOptions)).compared.sites;
}

const statuses = (sites: readonly FreeSite[]): string[] => sites.map(({ status }) => status);

describe('a free site', () => {
  it('is verified where it ran as before, with the size and the handle of its buffer', async () => {
    expect(await sitesOf(ring)).toMatchObject(
      Array.from({ length: 4 }, () => ({ status: 'verified', why: null, refutedBy: null })),
    );
  });

  it.each([
    ['a size of other pages', 'r->desc, RING_BYTES', 'r->desc, RING_BYTES + 4096'],
    ['another handle', 'RING_BYTES, r->desc_dma', 'RING_BYTES, r->stats_dma'],
    ['size and handle in the other order', 'RING_BYTES, r->desc_dma', 'r->desc_dma, RING_BYTES'],
  ])('is refuted by %s, and its neighbours are not', async (_, before, after) => {
    const sites = await sitesOf(removeBy(before, after));
    expect(statuses(sites)).toEqual(['verified', 'verified', 'verified', 'refuted']);
    expect(sites[3]?.why).not.toBe('');
    expect(sites[3]?.refutedBy?.plan).toEqual({
      device: 'plain',
      identity: 0,
      answers: [],
      faults: [],
      interruptAfter: null,
    });
  });

  it('is verified for a size of the same pages', async () => {
    expect(statuses(await sitesOf(removeBy('RING_BYTES', 'RING_BYTES - 1')))[3]).toBe('verified');
  });

  it('is refuted where its arguments are read from what is gone', async () => {
    const free = 'consistent_free(r->desc, RING_BYTES, r->desc_dma);\n\tkfree(r);';
    const late =
      '{\n\t\tvoid *desc = r->desc;\n\n\t\tkfree(r);\n\t\tconsistent_free(desc, RING_BYTES,\n\t\t\t\tr->desc_dma);\n\t}';
    const sites = await sitesOf(removeBy(free, late), oldCalls(ring));
    expect(sites[3]).toMatchObject({ status: 'refuted' });
  });

  it('is refuted where the original frees and it does not, and what comes after is not verified by that run', async () => {
    const free = 'consistent_free(r->stats, STATS_BYTES, r->stats_dma);';
    const sites = await sitesOf(removeBy(free, `if (r->interrupts > 100) ${free}`));
    expect(statuses(sites)).toEqual(['verified', 'verified', 'refuted', 'not-reached']);
    expect(sites[2]?.why).toMatch(/consistent_free\(.*before, .* after$/);
    expect(sites[3]?.why).toBe('it ran only where the two forms were not compared');
  });

  it('that is gone refutes the others of its function', async () => {
    const sites = await sitesOf(removeBy('\tconsistent_free(r->desc, RING_BYTES, r->desc_dma);\n', ''));
    expect(statuses(sites)).toEqual(['verified', 'verified', 'refuted']);
  });

  it('of a driver in one form is verified by its arguments alone', async () => {
    expect(statuses((await verify(ring)).sites)).toEqual(Array(4).fill('verified'));
    const twice = 'consistent_free(r->desc, RING_BYTES, r->desc_dma);';
    const { sites } = await verify(removeBy(twice, `${twice}\n\t${twice}`));
    expect(statuses(sites).slice(3)).toEqual(['verified', 'refuted']);
  });

  it('is not compiled where the driver is not, with the first error', async () => {
    const { sites } = await verify(mutate(ring, 'int err = -ENOMEM;', 'int err = ;'));
    expect(statuses(sites)).toEqual(Array(4).fill('not-compiled'));
    expect(sites[0]?.why).toMatch(/^drivers\/ring\.c:32: expected expression/);
  });

  it('is not reached where nothing can be called', async () => {
    const { sites } = await verify(mutate(mutate(ring, 'module_init(ring_init);', ''), 'module_exit(ring_exit);', ''));
    expect(statuses(sites)).toEqual(Array(4).fill('not-reached'));
    expect(sites[0]?.why).toMatch(/^nothing can be called/);
  });
});
