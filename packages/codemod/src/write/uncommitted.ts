import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import type { MigratedFile } from './migrated-files.ts';

const NAMED = 20;

/**
 * The files that git could not give back as they are now: changed, staged or never committed. git is asked once for each
 * repository, however many files there are. What is in no repository, or ignored by it, is not git's to keep; where git
 * is not installed nothing is said.
 * @throws FreehandleError FH1304 when git is there and gives no answer.
 */
export async function uncommitted(files: readonly MigratedFile[]): Promise<MigratedFile[]> {
  const byTop = new Map<string, Map<string, MigratedFile[]>>();
  const tops = new Map<string, string | null>();
  for (const file of files) {
    const target = realpathSync(file.path);
    const top = topOf(path.dirname(target), tops);
    if (top === null) continue;
    const own = byTop.get(top) ?? new Map<string, MigratedFile[]>();
    byTop.set(top, own);
    const name = path.relative(top, target).replaceAll(path.sep, '/');
    own.set(name, [...(own.get(name) ?? []), file]);
  }
  const found = new Set<MigratedFile>();
  for (const [top, own] of byTop) {
    for (const name of await changedIn(top, commonFolder([...own.keys()]))) {
      for (const file of own.get(name) ?? []) found.add(file);
    }
  }
  return files.filter((file) => found.has(file));
}

/** @throws FreehandleError FH1303, which names them, when some of the files have changes that are not committed. */
export async function refuseUncommitted(files: readonly MigratedFile[]): Promise<void> {
  const changed = await uncommitted(files);
  if (changed.length === 0) return;
  const names = changed.slice(0, NAMED).map((one) => one.file);
  const more = changed.length > NAMED ? [`and ${changed.length - NAMED} more`] : [];
  throw new FreehandleError(`not committed: ${[...names, ...more].join(', ')}`, {
    code: 'FH1303',
    title: 'Uncommitted changes',
    hint: 'Nothing was written. Commit or stash them, so that git can give them back, or use --force.',
    place: { file: changed[0]!.file, line: 1, column: 1 },
  });
}

/** The nearest folder upwards that holds `.git`: a folder, or the file of a work tree or submodule. */
function topOf(folder: string, known: Map<string, string | null>): string | null {
  const before = known.get(folder);
  if (before !== undefined) return before;
  const parent = path.dirname(folder);
  const top = existsSync(path.join(folder, '.git')) ? folder : parent === folder ? null : topOf(parent, known);
  known.set(folder, top);
  return top;
}

/** The deepest folder that holds all of `names`; `.` for the top. */
function commonFolder(names: readonly string[]): string {
  let common = path.posix.dirname(names[0] ?? '.');
  for (const name of names)
    while (common !== '.' && !name.startsWith(`${common}/`)) common = path.posix.dirname(common);
  return common;
}

/** What `git status` lists below `folder`: names relative to the top. */
function changedIn(top: string, folder: string): Promise<string[]> {
  // The configuration of a repository may name a program to run; the index must stay free for others.
  const own = ['-c', 'core.fsmonitor=false', '-C', top, '--literal-pathspecs'];
  const question = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--', folder];
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...own, ...question], {
      env: { ...env, GIT_OPTIONAL_LOCKS: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    let said = '';
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve([]) : reject(error)));
    child.on('close', (code) => {
      if (code === 0)
        resolve(
          Buffer.concat(out)
            .toString()
            .split('\0')
            .filter(Boolean)
            .map((entry) => entry.slice(3)),
        );
      else reject(noAnswer(top, said.trim() || `git ended with ${String(code)}`));
    });
  });
}

function noAnswer(top: string, said: string): FreehandleError {
  return new FreehandleError(`${top}: ${said}`, {
    code: 'FH1304',
    title: 'git could not say what is committed',
    hint: 'Nothing was written. Put right what git complains of, or use --force.',
  });
}
