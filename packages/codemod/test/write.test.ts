import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { consistentFree, migratedFiles, planMigration, unifiedDiff, writeFiles } from '../src/index.ts';

const text =
  'static void *p;\nstatic dma_addr_t h;\nvoid up(void) { p = consistent_alloc(g, N, &h); }\nvoid down(void) { consistent_free(p); } /* \u00fc */';
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'freehandle-write-'));
  for (const name of ['a.c', 'b.c']) writeFileSync(join(root, name), text, 'latin1');
});
afterEach(() => rmSync(root, { recursive: true }));

const planned = async (files = ['a.c', 'b.c']) => {
  const plan = await planMigration(files, { migration: consistentFree, root });
  return migratedFiles(plan, { include: ['safe'] });
};
const content = (name: string) => readFileSync(join(root, name), 'latin1');
const migrated = text.replace('consistent_free(p)', 'consistent_free(p, N, h)');

it('writes every file, keeps its mode and follows a link instead of replacing it', async () => {
  chmodSync(join(root, 'a.c'), 0o640);
  mkdirSync(join(root, 'd'));
  symlinkSync(join(root, 'b.c'), join(root, 'd', 'link.c'));
  await writeFiles(await planned(['a.c', 'd/link.c']));
  expect(content('a.c')).toBe(migrated);
  expect(content('b.c')).toBe(migrated);
  expect(statSync(join(root, 'a.c')).mode & 0o777).toBe(0o640);
  expect(lstatSync(join(root, 'd', 'link.c')).isSymbolicLink()).toBe(true);
});

it('writes nothing when one of the files changed since it was read', async () => {
  const files = await planned();
  writeFileSync(join(root, 'b.c'), `${text}\n`, 'latin1');
  await expect(writeFiles(files)).rejects.toMatchObject({ code: 'FH1301' });
  expect(content('a.c')).toBe(text);
});

it('gives back what it wrote when a later file cannot be written', async () => {
  const files = await planned();
  const broken = { ...files[1]!, path: join(root, 'b.c') };
  // The target becomes a folder after the checks: the rename must fail.
  const sabotaged = new Proxy(broken, {
    get(file, key) {
      if (key === 'after') {
        rmSync(join(root, 'b.c'));
        mkdirSync(join(root, 'b.c'));
      }
      return Reflect.get(file, key) as unknown;
    },
  });
  await expect(writeFiles([files[0]!, sabotaged])).rejects.toMatchObject({ code: 'FH1302' });
  expect(content('a.c')).toBe(text);
});

it('does not apply a plan to a file that is not the one it was made from', async () => {
  const plan = await planMigration(['a.c'], { migration: consistentFree, root });
  writeFileSync(join(root, 'a.c'), ` ${text}`, 'latin1');
  await expect(migratedFiles(plan, { include: ['safe'] })).rejects.toMatchObject({ code: 'FH1301' });
});

it('shows a diff that git applies to the same bytes', async () => {
  writeFileSync(join(root, 'b.c'), text.replaceAll('\n', '\r\n'), 'latin1');
  const files = await planned();
  writeFileSync(join(root, 'x.patch'), unifiedDiff(files), 'latin1');
  execFileSync('git', ['apply', 'x.patch'], { cwd: root });
  expect(content('a.c')).toBe(migrated);
  expect(content('b.c')).toBe(migrated.replaceAll('\n', '\r\n'));
});

it('gives the same plan whatever the order of the paths, and stops when told to', async () => {
  const one = await planMigration(['a.c', 'b.c'], { migration: consistentFree, root });
  const other = await planMigration(['b.c', './a.c', join(root, 'a.c')], { migration: consistentFree, root });
  expect(other).toEqual(one);
  const signal = AbortSignal.abort(new Error('stop'));
  await expect(planMigration(['a.c'], { migration: consistentFree, root, signal })).rejects.toThrow('stop');
});

it('removes what a killed run left beside the files, and leaves what a running one has there', async () => {
  // no Linux gives a process a number above 2^22
  const dead = 2 ** 22 + 1;
  for (const name of [`.freehandle-${dead}-0.new`, `.freehandle-${dead}-1.old`, `.freehandle-${process.pid}-0.new`])
    writeFileSync(join(root, name), 'left');
  writeFileSync(join(root, `.freehandle-${process.ppid}-0.new`), 'in use');
  await writeFiles(await planned());
  expect(content('a.c')).toBe(migrated);
  expect(readdirSync(root).sort()).toEqual([`.freehandle-${process.ppid}-0.new`, 'a.c', 'b.c']);
});
