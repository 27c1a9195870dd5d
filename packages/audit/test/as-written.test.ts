import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { auditFiles } from '../src/index.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Ways enough that no more are told apart: each allocation may or may not have been made. */
const ways = Array.from(
  { length: 12 },
  (_, i) => `	if (hive->wants[${i}] && bee_${i}(hive))
		hive->comb${i} = dma_alloc_coherent(hive->dev, ${i + 1}, &hive->comb${i}_dma, GFP_KERNEL);`,
).join('\n');
const frees = Array.from(
  { length: 12 },
  (_, i) => `	dma_free_coherent(hive->dev, ${i + 1}, hive->comb${i}, hive->comb${i}_dma);`,
).join('\n');

async function audit(freed: string): Promise<{ findings: string[]; unfinished: string[] }> {
  const root = mkdtempSync(path.join(tmpdir(), 'audit-as-written-'));
  folders.push(root);
  const members = Array.from({ length: 12 }, (_, i) => `	void *comb${i}; dma_addr_t comb${i}_dma;`).join('\n');
  const text = `struct hive {
	struct device *dev;
	int wants[12];
	struct dma_pool *wax;
	struct dma_pool *honey;
	void *drop;
	dma_addr_t drop_dma;
${members}
};
static int hive_open(struct hive *hive)
{
${ways}
	hive->wax = dma_pool_create("wax", hive->dev, 64, 0, 0);
	hive->honey = dma_pool_create("honey", hive->dev, 64, 0, 0);
	hive->drop = dma_pool_alloc(hive->honey, GFP_KERNEL, &hive->drop_dma);
	return hive->drop ? 0 : -ENOMEM;
}
static void hive_close(struct hive *hive)
{
${freed}
	dma_pool_destroy(hive->honey);
	dma_pool_destroy(hive->wax);
${frees}
}
`;
  writeFileSync(path.join(root, 'hive.c'), text);
  const { findings, unfinished } = await auditFiles([path.join(root, 'hive.c')], { root });
  return {
    findings: findings.map(({ rule, function: name }) => `${rule} ${name}`),
    unfinished: unfinished.map((one) => one.function),
  };
}

describe('a function with too many paths', () => {
  it('is read as it is written for what other functions free', async () => {
    const { findings, unfinished } = await audit('	dma_pool_free(hive->wax, hive->drop, hive->drop_dma);');
    expect(unfinished).toEqual(['hive_open']);
    expect(findings).toEqual(['D3 hive_close']);
  });

  it('is not told of what is freed rightly', async () => {
    expect((await audit('	dma_pool_free(hive->honey, hive->drop, hive->drop_dma);')).findings).toEqual([]);
  });

  it('is told of what is freed nowhere', async () => {
    expect((await audit('')).findings).toEqual(['R7 hive_open']);
  });
});
