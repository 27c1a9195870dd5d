import { execFileSync } from 'node:child_process';
import { writeFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freehandle } from './support/command.ts';
import { temporaryFolder } from './support/folder.ts';

const hasSpatch = ((): boolean => {
  try {
    execFileSync('spatch', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

async function patched(migration: string, source: string): Promise<string> {
  const cwd = temporaryFolder();
  expect(await freehandle(['export', '--migration', migration, '-o', 'x.cocci'], { cwd })).toMatchObject({ code: 0 });
  writeFileSync(path.join(cwd, 'a.c'), source);
  execFileSync('spatch', ['--very-quiet', '--sp-file', 'x.cocci', '--in-place', 'a.c'], { cwd, stdio: 'pipe' });
  return readFileSync(path.join(cwd, 'a.c'), 'utf8').replace(/\s+/g, ' ');
}

it('freehandle export prints a rule for each form of a call', async () => {
  const { code, stdout } = await freehandle(['export', '--migration', 'pci-consistent-to-dma']);
  expect(code).toBe(0);
  expect(stdout).toContain('- pci_alloc_consistent(NULL, size, dma_handle)\n+ dma_alloc_coherent(NULL, size,');
  expect(stdout).toContain('- pci_free_consistent(to_pci_dev(inner), size,');
});

it('freehandle export names no metavariable that a call without a handle has no use for', async () => {
  const cwd = temporaryFolder();
  const prototypes = [
    '--old',
    'void put(void *p)',
    '--new',
    'void put(void *p, int n)',
    '--allocator',
    'void *get(int n)',
  ];
  expect(await freehandle(['init', ...prototypes], { cwd })).toMatchObject({ code: 0 });
  const { stdout } = await freehandle(['export'], { cwd });
  expect(stdout.match(/^(?:expression|identifier) .*;$/gm)).toEqual([
    'expression v, size;',
    'expression x, size;',
    'identifier v;',
    'expression y, kept0.size;',
    'identifier kept0.v;',
  ]);
});

describe.skipIf(!hasSpatch)('spatch, where it is installed, takes what freehandle export writes', () => {
  it('for conversions', async () => {
    const after = await patched(
      'pci-consistent-to-dma',
      `void f(struct card *c, struct device *d) {
	c->v = pci_alloc_consistent(c->pdev, 16, &c->h);
	c->w = pci_zalloc_consistent(to_pci_dev(d), 32, &c->k);
	pci_free_consistent(NULL, 16, c->v, c->h);
}
`,
    );
    expect(after).toContain('dma_alloc_coherent(&c->pdev->dev, 16, &c->h, GFP_ATOMIC)');
    expect(after).toMatch(/dma_alloc_coherent\(d, 32, &c->k, GFP_ATOMIC \| __GFP_ZERO\)/);
    expect(after).toContain('dma_free_coherent(NULL, 16, c->v, c->h)');
  }, 30_000);

  it('for arguments that have to be found, in the function and in the object', async () => {
    const after = await patched(
      'consistent-free',
      `int f(struct card *c) {
	dma_addr_t h;
	void *v;
	v = consistent_alloc(GFP_KERNEL, 64, &h);
	if (!v)
		return 1;
	consistent_free(v);
	c->v = consistent_alloc(GFP_KERNEL, 512, &c->h);
	return 0;
}
void g(struct card *d) {
	consistent_free(d->v);
}
`,
    );
    expect(after).toContain('consistent_free(v, 64, h);');
    expect(after).toContain('consistent_free(d->v, 512, d->h);');
  }, 30_000);
});
