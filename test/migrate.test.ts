import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finished, freehandle, repository } from './support/command.ts';
import { contents, copyOfExamples, temporaryFolder } from './support/folder.ts';

interface Report {
  totals: Record<'files' | 'sites' | 'safe' | 'review' | 'refused' | 'declarations' | 'problems' | 'ms', number>;
  sites: { file: string; line: number; before: string; after: string | null; status: string; reason: string | null }[];
}

async function report(args: readonly string[], cwd: string): Promise<Report> {
  return JSON.parse((await freehandle(['migrate', '--format', 'json', ...args], { cwd })).stdout) as Report;
}

describe('freehandle migrate', () => {
  it('shows a diff and writes nothing; git apply takes the very output', async () => {
    const folder = copyOfExamples();
    const before = contents(folder);
    const shown = await freehandle(['migrate', '.'], { cwd: folder });
    expect(shown.code).toBe(1);
    expect(contents(folder)).toEqual(before);

    const applied = await finished('git', ['apply', '-'], { cwd: folder, input: shown.stdout });
    expect(applied).toEqual({ code: 0, stdout: '', stderr: '' });
    const byGit = contents(folder);

    const other = copyOfExamples();
    await freehandle(['migrate', '--write', '.'], { cwd: other });
    expect(byGit).toEqual(contents(other));
    expect(byGit).not.toEqual(before);
  });

  it('migrates a migrated tree to itself', async () => {
    const folder = copyOfExamples();
    await freehandle(['migrate', '--write', '.'], { cwd: folder });
    const once = contents(folder);
    const again = await freehandle(['migrate', '--write', '.'], { cwd: folder });
    expect(contents(folder)).toEqual(once);
    const left = await report(['.'], folder);
    expect(left.totals.safe + left.totals.declarations).toBe(0);
    expect(again.code).toBe(left.totals.sites === 0 ? 0 : 1);
  });

  it('adds up: every site is safe, to review or refused, and a refused one has a reason and no rewriting', async () => {
    const { totals, sites } = await report(['.'], copyOfExamples());
    expect(totals.safe + totals.review + totals.refused).toBe(totals.sites);
    expect(sites).toHaveLength(totals.sites);
    expect(totals.safe).toBeGreaterThan(0);
    expect(totals.refused).toBeGreaterThan(0);
    for (const site of sites) {
      expect(site.status === 'refused').toBe(site.reason !== null);
      expect(site.status === 'refused').toBe(site.after === null);
    }
  });

  it('keeps Latin-1 bytes, CRLF line ends and a missing final newline', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'old.c');
    const source = (call: string): string =>
      [
        '/* r\xe9gion, stra\xdfe \xff */',
        'static void *area;',
        'static dma_addr_t area_dma;',
        'int up(void)',
        '{',
        '\tarea = consistent_alloc(GFP_KERNEL, 4096, &area_dma);',
        '\treturn area ? 0 : -ENOMEM;',
        '}',
        'void down(void)',
        '{',
        `\t${call};`,
        '}',
        '/* the end, with no newline */',
      ].join('\r\n');
    writeFileSync(file, source('consistent_free(area)'), 'latin1');
    await freehandle(['migrate', '--write', 'old.c'], { cwd: folder });
    expect(readFileSync(file, 'latin1')).toBe(source('consistent_free(area, 4096, area_dma)'));
  });

  it('writes nothing over what git does not have, names it, and writes with --force', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'old.c');
    const source =
      'static void *a;\nstatic dma_addr_t h;\nvoid up(void) { a = consistent_alloc(G, 64, &h); }\nvoid down(void) { consistent_free(a); }\n';
    writeFileSync(file, source);
    await finished('git', ['init', '-q'], { cwd: folder });
    const refused = await freehandle(['migrate', '--write', '.'], { cwd: folder });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('FH1303');
    expect(refused.stderr).toContain('not committed: old.c');
    expect(readFileSync(file, 'latin1')).toBe(source);
    await freehandle(['migrate', '--write', '--force', '.'], { cwd: folder });
    expect(readFileSync(file, 'latin1')).toBe(source.replace('consistent_free(a)', 'consistent_free(a, 64, h)'));
  });

  it('exits 0 where there is nothing to do', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'clean.c'), 'int x;\n');
    const { code, stderr } = await freehandle(['migrate'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('freehandle migrate of TypeScript', () => {
  it('gives callers of the model the arguments that its other kernels want, so that they compile there', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'scenario.ts');
    mkdirSync(path.join(folder, 'node_modules/@freehandle'), { recursive: true });
    symlinkSync(`${repository}packages/model`, path.join(folder, 'node_modules/@freehandle/model'));
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    const source = (
      allocator: string,
      more: string,
    ): string => `import { createKernel, GFP_KERNEL } from '@freehandle/model';

const kernel = createKernel({ platform: 'ibm405lp', allocator: '${allocator}' });
const { consistentFree: release } = kernel;
const ring = kernel.consistentAlloc(GFP_KERNEL, 8192);
if (ring.vaddr !== 0) release(ring.vaddr${more});
console.log(kernel.finish().length);
`;
    writeFileSync(file, source('ppc-map1', ''));
    const { stdout } = await freehandle(['migrate', '--write', '.'], { cwd: folder });
    expect(stdout).toContain('1 site in 1 file: 1 safe');
    expect(readFileSync(file, 'utf8')).toBe(source('ppc-map1', ', 8192, ring.handle!'));

    writeFileSync(file, source('ppc-sized', ', 8192, ring.handle!'));
    const tsc = `${repository}node_modules/typescript/bin/tsc`;
    const checked = await finished(
      process.execPath,
      [tsc, '--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck', 'scenario.ts'],
      { cwd: folder },
    );
    expect(checked.stdout).toBe('');
  });
});
