import { describe, expect, it } from 'vitest';
import { compareHere } from '../src/comparison/compare-driver.ts';
import { defaultOptions } from '../src/driver-input.ts';
import { replayHere } from '../src/replay/replay-here.ts';
import type { Comparison } from '../src/verdict/verdict.ts';
import { fixture, mutate, oldInterface, verify, workbench } from './verify-fixture.ts';

/** A card nobody finds: all but its load is called by functions of the kernel that the model does not know. */
const card = `
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <asm/io.h>

#define RING_BYTES 8192

struct ring {
	unsigned int entries;
	void *desc;
	dma_addr_t desc_dma;
	struct ring *next;
};

struct card {
	int model;
	unsigned char state;
	struct ring *rings;
	int (*stopped)(struct card *c);
};

extern void card_bus_register(void *start, void *stop);

static int ring_start(struct ring *r)
{
	r->desc = consistent_alloc(GFP_KERNEL, RING_BYTES, &r->desc_dma);
	return r->desc ? 0 : -ENOMEM;
}

static void ring_stop(struct ring *r)
{
	int i;

	for (i = 0; i < r->entries; i++)
		((int *)r->desc)[i] = 0;
	consistent_free(r->desc, RING_BYTES, r->desc_dma);
}

static void card_stop(struct card *c, void *config)
{
	struct ring *r;

	if (c->model != 0x4352 || c->state != 3)
		return;
	for (r = c->rings; r; r = r->next)
		if (r->entries == 77)
			consistent_free(r->desc, RING_BYTES, r->desc_dma);
	kfree(c);
	kfree(c);
}

static int __init card_init(void)
{
	card_bus_register(ring_start, ring_stop);
	card_bus_register(0, card_stop);
	return 0;
}

static void __exit card_exit(void)
{
}

module_init(card_init);
module_exit(card_exit);
`;

const oldCalls = (text: string): string => text.replace(/consistent_free\((r->\w+), [^)]*\)/g, 'consistent_free($1)');

function compare(migrated: string, original = oldCalls(card)): Promise<Comparison> {
  const pair = { before: oldInterface(original), after: fixture(migrated) };
  return compareHere(pair, workbench(), defaultOptions);
}

describe('a free site that no run of the life comes to', () => {
  it('is reached by its function called by itself, with words as it compares them', async () => {
    const { sites, runs, underConstrainedRuns, findings, record } = await verify(card);
    expect(sites).toMatchObject([
      { function: 'ring_stop', status: 'under-constrained', by: 'under-constrained', reached: true, allocated: true },
      { function: 'card_stop', status: 'under-constrained', by: 'under-constrained', reached: true, allocated: false },
    ]);
    // what such a run shows convicts nobody: kfree twice is no finding
    expect(findings).toEqual([]);
    const entries = record!.runs.filter(({ plan }) => plan.entry !== undefined);
    expect(record!.runs).toHaveLength(runs + underConstrainedRuns);
    expect(entries).toHaveLength(underConstrainedRuns);
    const assumed = entries.flatMap(({ plan }) => plan.entry!.assumed);
    expect(assumed).toContainEqual({ word: 'struct card.0', value: 0x4352 });
    expect(assumed).toContainEqual({ word: expect.stringMatching(/^struct card\.8\.(12\.)*0$/) as string, value: 77 });
  });

  it('is not reached where nothing leads there', async () => {
    const never = mutate(card, 'if (r->entries == 77)', 'if (r->entries < 3 && r->entries > 5)');
    const site = (await verify(never)).sites[1];
    expect(site).toMatchObject({ status: 'not-reached', by: null, reached: false, runs: 0 });
    expect(site?.why).toMatch(/; called by itself \d+ times, .+, it did not come to it either$/);
  });

  it('is reached where its function takes a number of 64 bits', async () => {
    const wide = mutate(card, 'ring_stop(struct ring *r)', 'ring_stop(struct ring *r, unsigned long long kept)');
    const asked = mutate(wide, '\tint i;\n', '\tint i;\n\n\tif (kept == 7)\n\t\treturn;');
    expect((await verify(asked)).sites[0]).toMatchObject({ function: 'ring_stop', reached: true });
  });

  it('is reached in a driver that has no entry, which is no verdict on the driver', async () => {
    const { error, sites } = await verify(
      mutate(mutate(card, 'static int __init card_init', 'int card_setup'), 'module_init(card_init);', ''),
    );
    expect(error?.kind).toBe('no-entry');
    expect(sites.map(({ status }) => status)).toEqual(['under-constrained', 'under-constrained']);
  });

  it('is told apart in a comparison, which it does not decide where both forms do the same', async () => {
    const { equivalent, why, compared, differences } = await compare(card);
    expect({ equivalent, differences }).toEqual({ equivalent: null, differences: [] });
    expect(why).toMatch(/no run of its life came to any of the 2 free sites/);
    expect(compared.sites).toMatchObject([
      { status: 'under-constrained', allocated: true },
      { status: 'under-constrained', allocated: false },
    ]);
    expect(compared.underConstrained).toBeGreaterThan(1);
  });

  it.each([
    ['a size that its buffer does not have', 'RING_BYTES, r->desc_dma);\n}', '4096, r->desc_dma);\n}'],
    [
      'an address that is not the one of the original',
      'consistent_free(r->desc, RING_BYTES',
      'consistent_free(r, RING_BYTES',
    ],
  ])('is refuted by %s, with the run', async (_, before, after) => {
    const { equivalent, compared, differences } = await compare(mutate(card, before, after));
    expect(equivalent).toBe(false);
    expect(differences[0]).toMatch(/ring_stop\(\) called by itself, under-constrained/);
    expect(compared.sites.map(({ status }) => status)).toEqual(['refuted', 'under-constrained']);
    expect(compared.sites[0]?.refutedBy?.plan.entry?.calls.at(-1)?.function).toBe('ring_stop');
  });

  it('is not compared where a structure has changed, for an offset is then another field', async () => {
    const retained = mutate(card, 'struct ring {\n', 'struct ring {\n\tunsigned long bytes;\n');
    const { equivalent, compared, differences } = await compare(retained);
    expect({ equivalent, differences, runs: compared.underConstrained }).toEqual({
      equivalent: null,
      differences: [],
      runs: 0,
    });
    expect(compared.sites.map(({ status }) => status)).toEqual(['not-reached', 'not-reached']);
  });

  it('has runs that are made again call by call from their plans', async () => {
    const { record } = await verify(card);
    const plans = record!.runs.map(({ plan }) => plan).filter(({ entry }) => entry !== undefined);
    const request = { input: fixture(card), options: defaultOptions, plans, sources: record!.sources, withPages: 0 };
    const [first, second] = [await replayHere(request, workbench()), await replayHere(request, workbench())];
    expect(first).toEqual(second);
    const calls = first.kind === 'replayed' ? first.runs.map((run) => run.calls.map(({ call }) => call)) : [];
    expect(calls).toHaveLength(plans.length);
    for (const made of calls) expect(made).toContain('consistent_free');
  });
});
