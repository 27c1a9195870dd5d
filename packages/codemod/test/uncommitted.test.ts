import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refuseUncommitted, uncommitted } from '../src/index.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'freehandle-git-')));
});
afterEach(() => rmSync(root, { recursive: true }));

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-C', join(root, folder), '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const put = (name: string, text = 'int x;\n') => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
};
const commit = (folder: string) => {
  git(folder, 'init', '-q');
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'x');
};
const asked = async (...names: string[]) =>
  (
    await uncommitted(
      names.map((file) => ({
        file,
        path: join(root, file),
        before: Buffer.from(''),
        after: Buffer.from(''),
        edits: [],
      })),
    )
  ).map((one) => one.file);

it('names files that are changed, staged or never committed, with odd names too, and no other', async () => {
  for (const name of ['r/d/a.c', 'r/d/b c.c', 'r/d/\u00fc.c', 'r/d/*.c', 'r/e.c']) put(name);
  commit('r');
  for (const name of ['r/d/b c.c', 'r/d/\u00fc.c', 'r/e.c', 'r/d/new.c']) put(name, 'int y;\n');
  git('r', 'add', 'd/b c.c');
  expect(await asked('r/d/a.c', 'r/d/b c.c', 'r/d/\u00fc.c', 'r/d/*.c', 'r/d/new.c')).toEqual([
    'r/d/b c.c',
    'r/d/\u00fc.c',
    'r/d/new.c',
  ]);
});

it('asks each repository for its own files: a submodule, a work tree, a link into another folder', async () => {
  put('r/a.c');
  put('r/sub/a.c');
  commit('r/sub');
  writeFileSync(join(root, 'r', '.gitignore'), 'sub\n');
  commit('r');
  git('r', 'worktree', 'add', '-q', join(root, 'tree'));
  put('r/sub/a.c', 'int y;\n');
  put('tree/a.c', 'int y;\n');
  symlinkSync(join(root, 'tree', 'a.c'), join(root, 'link.c'));
  expect(await asked('r/a.c', 'r/sub/a.c', 'tree/a.c', 'link.c')).toEqual(['r/sub/a.c', 'tree/a.c', 'link.c']);
});

it('has nothing to say of files outside git, of ignored ones, and where git is not installed', async () => {
  put('plain/a.c');
  put('r/a.c');
  put('r/out/b.c');
  put('r/.gitignore', 'out\n');
  commit('r');
  expect(await asked('plain/a.c', 'r/out/b.c')).toEqual([]);
  put('r/a.c', 'int y;\n');
  const before = process.env['PATH'];
  process.env['PATH'] = join(root, 'nowhere');
  try {
    expect(await asked('r/a.c')).toEqual([]);
  } finally {
    process.env['PATH'] = before;
  }
});

it('refuses with the names, and says so when git gives no answer', async () => {
  put('r/a.c');
  commit('r');
  const file = { file: 'a.c', path: join(root, 'r/a.c'), before: Buffer.from(''), after: Buffer.from(''), edits: [] };
  await refuseUncommitted([file]);
  put('r/a.c', 'int y;\n');
  await expect(refuseUncommitted([file])).rejects.toMatchObject({ code: 'FH1303', message: 'not committed: a.c' });
  writeFileSync(join(root, 'r/.git/HEAD'), 'nonsense');
  await expect(refuseUncommitted([file])).rejects.toMatchObject({ code: 'FH1304' });
});
