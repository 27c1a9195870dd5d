import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freehandle, repository } from './support/command.ts';
import { contents, copyOfExamples, repositoryOfExamples, temporaryFolder } from './support/folder.ts';

interface Verdict {
  allocator: string | null;
  runs: number;
  findings: { rule: string }[];
  sites: { reached: boolean }[];
}
interface Report {
  totals: Record<'files' | 'findings' | 'runs' | 'equivalent' | 'different' | 'undecided' | 'alone', number>;
  drivers: { file: string; compiled: boolean; equivalent: boolean | null; before: Verdict | null; after: Verdict }[];
}

async function verify(args: readonly string[], cwd: string): Promise<Report & { code: number | null }> {
  const { code, stdout, stderr } = await freehandle(['verify', '--format', 'json', ...args], { cwd });
  expect(stderr).toBe('');
  return { code, ...(JSON.parse(stdout) as Report) };
}

const rules = (verdict: Verdict | null): string[] => [...new Set(verdict?.findings.map(({ rule }) => rule))].sort();

describe('freehandle verify', () => {
  it('makes a second step fail with --pairs', async () => {
    const folder = copyOfExamples();
    writeFileSync(
      path.join(folder, 'drivers/char/twice.c'),
      `#include <linux/errno.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <asm/io.h>

static void *block;
static dma_addr_t block_dma;

static int twice_init(void)
{
	block = consistent_alloc(GFP_KERNEL, 4096, &block_dma);
	if (!block)
		block = consistent_alloc(GFP_KERNEL, 4096, &block_dma);
	return block ? 0 : -ENOMEM;
}

static void twice_exit(void)
{
	consistent_free(block);
}

module_init(twice_init);
module_exit(twice_exit);
`,
    );
    const single = await verify(['drivers/char/twice.c'], folder);
    const paired = await verify(['drivers/char/twice.c', '--pairs'], folder);
    expect(paired.totals.runs).toBeGreaterThan(single.totals.runs);
    expect(paired.drivers[0]?.equivalent).toBe(true);
  });

  it('runs a driver on both allocators, writes nothing, and tells that the migration heals it', async () => {
    const folder = copyOfExamples();
    const before = contents(folder);
    const { code, drivers, totals } = await verify(['drivers/video/v2pfb.c'], folder);
    expect(contents(folder)).toEqual(before);
    expect(code).toBe(1);
    expect(totals).toMatchObject({ files: 1, equivalent: 1, different: 0, undecided: 0, alone: 0 });
    const [driver] = drivers;
    expect(driver?.before?.allocator).toBe('ppc-map1');
    expect(driver?.after.allocator).toBe('ppc-sized');
    expect(rules(driver?.before ?? null)).toContain('R18');
    expect(rules(driver?.after ?? null)).not.toContain('R18');
    expect(driver?.after.sites.every(({ reached }) => reached)).toBe(true);
  });

  it('exits 0 for a driver that is right on every path', async () => {
    const { code, drivers } = await verify(['drivers/mmc/pmmc.c'], copyOfExamples());
    expect({ code, findings: drivers[0]?.after.findings }).toEqual({ code: 0, findings: [] });
  });

  it('compares the work tree with a revision: the migration is equivalent, a wrong size is found', async () => {
    const folder = repositoryOfExamples();
    await freehandle(['migrate', '--write', '.'], { cwd: folder });
    const right = await verify(['drivers/net/mal.c', '--against', 'HEAD'], folder);
    expect(right.drivers[0]).toMatchObject({ compiled: true, equivalent: true });

    const file = path.join(folder, 'drivers/net/mal.c');
    const migrated = readFileSync(file, 'latin1');
    const wrong = migrated.replace(/(consistent_free\(mal->tx_virt,\s*MAL_TABLE_BYTES) \* mal->tx_channels/, '$1');
    expect(wrong).not.toBe(migrated);
    writeFileSync(file, wrong, 'latin1');
    const mutated = await verify(['drivers/net/mal.c', '--against', 'HEAD'], folder);
    expect(rules(mutated.drivers[0]?.after ?? null)).toContain('R9');
  });

  it('runs only what may differ from a revision, and what is new by itself', async () => {
    const folder = repositoryOfExamples();
    const against = async (): Promise<(string | null | boolean)[][]> =>
      (await verify(['drivers/video', '--against', 'HEAD'], folder)).drivers.map(({ file, equivalent }) => [
        file,
        equivalent,
      ]);
    expect(await against()).toEqual([]);
    appendFileSync(path.join(folder, 'drivers/video/v2pfb.c'), '\n/* nothing that matters */\n');
    copyFileSync(path.join(folder, 'drivers/video/lcd405.c'), path.join(folder, 'drivers/video/new.c'));
    expect(await against()).toEqual([
      ['drivers/video/new.c', null],
      ['drivers/video/v2pfb.c', true],
    ]);
    appendFileSync(path.join(folder, 'include/asm/io.h'), '\n');
    expect((await against()).map(([file]) => file)).toContain('drivers/video/lcd405.c');
  });

  it('compares with the same files in another folder', async () => {
    const original = copyOfExamples();
    const folder = copyOfExamples();
    await freehandle(['migrate', '--write', '.'], { cwd: folder });
    const { drivers } = await verify(['drivers/sound/csi.c', 'drivers/dma', '--against', original], folder);
    const sound = drivers.find(({ file }) => file === 'drivers/sound/csi.c');
    expect(sound).toMatchObject({ compiled: false, equivalent: null });
    expect(drivers.find(({ file }) => file === 'drivers/dma/sgdma.c')).toMatchObject({ equivalent: true });
  });

  it('says when the other folder holds none of the drivers', async () => {
    const { code, stderr } = await freehandle(['verify', '.', '--against', temporaryFolder()], {
      cwd: copyOfExamples(),
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error FH2007 /);
  });

  it('reports what does not compile and goes on with the rest', async () => {
    const folder = copyOfExamples();
    writeFileSync(
      path.join(folder, 'drivers/net/broken.c'),
      '#include <asm/io.h>\nint f(void) { consistent_alloc( }\n',
    );
    const { code, drivers } = await verify(['drivers/net/broken.c', 'drivers/mmc/pmmc.c'], folder);
    expect(code).toBe(1);
    expect(drivers.find(({ file }) => file.endsWith('broken.c'))).toMatchObject({ compiled: false, equivalent: null });
    expect(drivers.find(({ file }) => file.endsWith('pmmc.c'))).toMatchObject({ compiled: true, equivalent: true });
  });

  it('tells which files it went on without', async () => {
    const folder = copyOfExamples();
    writeFileSync(path.join(folder, 'include/asm/binary.h'), 'consistent_free\0');
    const { code, stderr } = await freehandle(['verify', 'drivers/mmc'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error FH1003 include\/asm\/binary\.h: /);
  });

  it('holds a tree’s own allocator against the model’s with --allocator', async () => {
    const tree = `${repository}packages/verifier/test/fixtures/linux-2.4`;
    const args = ['--allocator', 'arch/ppc/mm/alias.c', '--operations', '200'];
    const { code, stdout } = await freehandle(['verify', ...args, '--kernel-tree', '.'], { cwd: tree });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^arch\/ppc\/mm\/alias\.c {2}is ppc-map1\n/);
    expect(stdout).toMatch(/ppc-map1 +agrees: 200 operations, \d+ faults/);
    expect(stdout).toMatch(/ppc-map2 +parts after \d+ operations?: frame \d+/);
    const without = await freehandle(['verify', ...args], { cwd: tree });
    expect(without.code).toBe(2);
    expect(without.stderr).toMatch(/^error FH2024 /);
  });

  it('names the revision that git does not know', async () => {
    const folder = repositoryOfExamples();
    const { code, stderr } = await freehandle(['verify', 'drivers/mmc', '--against', 'no-such-rev'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error FH2005 .*no-such-rev/);
  });

  it('has nothing to say where no driver is', async () => {
    const { code, drivers } = await verify(['.'], temporaryFolder());
    expect({ code, drivers }).toEqual({ code: 0, drivers: [] });
  });
});
