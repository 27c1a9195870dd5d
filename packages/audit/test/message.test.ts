import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { auditFiles } from '../src/index.ts';

it('Handles that are members of one name are told with their structures', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
  const text = `struct bell {
	struct device *dev;
	dma_addr_t dma;
};
struct rope {
	struct bell *bell;
	void *strands;
	dma_addr_t dma;
};
static int rope_make(struct rope *rope, struct bell *bell)
{
	dma_addr_t dma;
	void *strands = dma_alloc_coherent(bell->dev, 64, &dma, GFP_KERNEL);

	if (!strands)
		return -ENOMEM;
	bell->dma = dma;
	dma += 8;
	rope->bell = bell;
	rope->strands = strands;
	rope->dma = dma;
	return 0;
}
static void rope_cut(struct rope *rope)
{
	dma_free_coherent(rope->bell->dev, 64, rope->strands, rope->dma);
}
`;
  writeFileSync(path.join(folder, 'rope.c'), text);
  const { findings } = await auditFiles([path.join(folder, 'rope.c')], { root: folder });
  rmSync(folder, { recursive: true, force: true });
  expect(findings.map(({ message }) => message)).toEqual([
    'the free is given the handle `struct rope.dma`, the allocation stored `struct bell.dma`',
  ]);
});
