import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditFiles } from '../src/index.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function pathsIn(text: string): Promise<string[][]> {
  writeFileSync(path.join(folder, 'loom.c'), text);
  const { findings } = await auditFiles([path.join(folder, 'loom.c')], { root: folder });
  return findings.map(({ evidence }) => evidence.map(({ line, what }) => `${line} ${what}`));
}

it('A path tells that a lock is taken where it is taken, before what follows it', async () => {
  const [way] = await pathsIn(`static void loom_clear(struct loom *loom)
{
	if (!loom->thread)
		return;
	spin_lock_irq(&loom->lock);
	if (loom->length > 64)
		dma_free_coherent(loom->dev, loom->length, loom->thread, loom->thread_dma);
	spin_unlock_irq(&loom->lock);
}
`);
  expect(way).toEqual([
    '3 `loom->thread` is true',
    '5 from here on there is a spinlock held and interrupts off',
    '6 `loom->length > 64` is true',
    '7 dma_free_coherent is called',
  ]);
});

it('A path tells where the next round of a loop begins, and that a function is called before what it frees', async () => {
  const [way] = await pathsIn(`static void loom_drop(struct loom *loom)
{
	kfree(loom->shaft);
}

int loom_warp(struct loom *loom)
{
	dma_addr_t beam_dma;
	void *beam;
	int i;

	for (i = 0; i < 2; i++) {
		if (loom_is_torn(loom, i)) {
			loom_drop(loom);
			return -EIO;
		}
		if (i == 0) {
			beam = dma_alloc_coherent(loom->dev, 64, &beam_dma, GFP_KERNEL);
			if (!beam)
				return -ENOMEM;
		}
	}
	dma_free_coherent(loom->dev, 64, beam, beam_dma);
	return 0;
}
`);
  expect(way).toEqual([
    '18 dma_alloc_coherent allocates',
    '19 `beam` is true',
    '13 in the next round, `loom_is_torn(loom, i)` is true',
    '14 loom_drop is called',
    '3 kfree is called in loom_drop',
    '14 kfree frees `loom->shaft`',
    '15 it ends here without a free',
  ]);
});
