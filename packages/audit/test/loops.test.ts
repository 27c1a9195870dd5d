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

it('Ways through loops that follow each other meet after each of them, so that all are followed to the end', async () => {
  const loop = (n: number): string => `
	for (i = 0; i < reel->count${n}; i++)
		if (reel_turn${n}(reel, i))
			reel->turned${n} = i;`;
  const text = `int reel_wind(struct reel *reel)
{
	int i;

	reel->tape = dma_alloc_coherent(reel->dev, 64, &reel->tape_dma, GFP_KERNEL);
	if (!reel->tape)
		return -ENOMEM;${Array.from({ length: 12 }, (_, n) => loop(n)).join('')}
	return 0;
}
`;
  const file = path.join(folder, 'reel.c');
  writeFileSync(file, text);
  const { findings, unfinished } = await auditFiles([file], { root: folder });
  expect(findings).toEqual([]);
  expect(unfinished).toEqual([]);
});
