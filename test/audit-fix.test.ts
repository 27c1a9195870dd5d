import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, freehandle } from './support/command.ts';
import { temporaryFolder } from './support/folder.ts';

/** A driver whose error path frees with another size, and whose remove routine is right. */
const source = `struct lamp { struct device *dev; void *table; dma_addr_t table_dma; int count; };
int lamp_open(struct lamp *l)
{
	l->table = dma_alloc_coherent(l->dev, l->count * 64, &l->table_dma, GFP_KERNEL);
	if (!l->table)
		return -ENOMEM;
	if (lamp_on(l->count)) {
		dma_free_coherent(l->dev, l->count, l->table, l->table_dma);
		return -EIO;
	}
	return 0;
}
`;
const right = 'dma_free_coherent(l->dev, l->count * 64, l->table, l->table_dma);';

function driver(text: string): { folder: string; file: string } {
  const folder = temporaryFolder();
  const file = path.join(folder, 'lamp.c');
  writeFileSync(file, text);
  return { folder, file };
}

describe('audit --fix', () => {
  it('shows the fixes as a patch with the bytes of the source, for `git apply`', async () => {
    const { folder, file } = driver('');
    const bytes = (text: string): Buffer => Buffer.from(text.replace('lamp_on', '/* gr\xfcn */ lamp_on'), 'latin1');
    writeFileSync(file, bytes(source));
    const node = [process.execPath, binary, 'audit', '.', '--no-cache'].map((one) => JSON.stringify(one)).join(' ');
    execFileSync('sh', ['-c', `${node} > fixes.patch; git apply fixes.patch`], { cwd: folder });
    expect(readFileSync(file).equals(bytes(source.replace('l->count, l->table', 'l->count * 64, l->table')))).toBe(
      true,
    );
  });

  it("is offered by the audit, and puts the allocation's own size into the free", async () => {
    const { folder, file } = driver(source);
    const shown = await freehandle(['audit', '.', '--no-cache'], { cwd: folder });
    expect(shown.stdout).toContain(`+\t\t${right}`);
    expect(readFileSync(file, 'utf8')).toBe(source);
    const fixed = await freehandle(['audit', '.', '--no-cache', '--fix'], { cwd: folder });
    expect(fixed).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(source.replace('l->count, l->table', 'l->count * 64, l->table'));
    expect(await freehandle(['audit', '.', '--no-cache'], { cwd: folder })).toMatchObject({ code: 0 });
  });

  it('is no fix where the size has changed meanwhile, or two allocations come to one free', async () => {
    const changed = driver(source.replace('if (lamp_on', 'l->count = 3;\n\tif (lamp_on'));
    const two = driver(
      `${source.replace(
        /\tl->table = .*\n/,
        `\tif (l->dev)
		l->table = dma_alloc_coherent(l->dev, 8192, &l->table_dma, GFP_KERNEL);
	else
		l->table = dma_alloc_coherent(l->dev, 16384, &l->table_dma, GFP_KERNEL);
`,
      )}`.replace('l->count, l->table', '64, l->table'),
    );
    for (const { folder, file } of [changed, two]) {
      const before = readFileSync(file, 'utf8');
      const { stdout } = await freehandle(['audit', '.', '--no-cache', '--fix'], { cwd: folder });
      expect(stdout).toContain('R9');
      expect(readFileSync(file, 'utf8')).toBe(before);
    }
  });

  it('refuses a file that git could not give back, unless --force', async () => {
    const { folder, file } = driver(source);
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const refused = await freehandle(['audit', '.', '--no-cache', '--fix'], { cwd: folder });
    expect(refused.code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe(source);
    const forced = await freehandle(['audit', '.', '--no-cache', '--fix', '--force'], { cwd: folder });
    expect(forced.code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain(right);
  });
});
