import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freehandle, repository, type Finished } from './support/command.ts';
import { contents, temporaryFolder } from './support/folder.ts';

/** Some copies of examples/ beside each other. */
function largeTree(copies: number): string {
  const folder = temporaryFolder();
  for (let i = 0; i < copies; i += 1)
    cpSync(`${repository}examples`, path.join(folder, `tree${i}`), { recursive: true });
  return folder;
}

/** What a run says, but for the time it took. */
const said = ({ code, stdout, stderr }: Finished): object => ({
  code,
  stdout: stdout.replace(/"ms": \d+/, '"ms": 0'),
  stderr,
});

describe('a tree of many folders', () => {
  it('gets the same report byte for byte, with any number of jobs, with and without a cache, and with a broken one', async () => {
    const cwd = largeTree(3);
    const cache = temporaryFolder();
    const migrate = async (...options: string[]): Promise<object> =>
      said(await freehandle(['migrate', '--format', 'json', ...options, '.'], { cwd }));
    const expected = await migrate('--no-cache', '--jobs', '1');
    expect(expected).toMatchObject({ code: 1 });
    expect(await migrate('--no-cache', '--jobs', '2')).toEqual(expected);
    expect(await migrate('--cache-dir', cache)).toEqual(expected);
    expect(readdirSync(cache).sort()).toEqual(['decisions', 'facts', 'files', 'trimmed']);
    expect(await migrate('--cache-dir', cache, '--jobs', '3')).toEqual(expected);

    for (const entry of readdirSync(cache, { recursive: true, encoding: 'utf8' })) {
      const file = path.join(cache, entry);
      if (!statSync(file).isFile()) continue;
      const text = readFileSync(file);
      writeFileSync(file, text.subarray(0, text.length / 2));
    }
    expect(await migrate('--cache-dir', cache)).toEqual(expected);
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'a file where the folder should be');
    expect(await migrate('--cache-dir', cache)).toEqual(expected);
    expect(readFileSync(cache, 'utf8')).toBe('a file where the folder should be');
    rmSync(cache);
  });

  it('keeps nothing in the tree, and what it keeps in the cache folder of the user', async () => {
    const cwd = largeTree(1);
    const home = temporaryFolder();
    const before = contents(cwd);
    await freehandle(['migrate', '.'], { cwd, env: { XDG_CACHE_HOME: home } });
    expect(contents(cwd)).toEqual(before);
    expect(readdirSync(path.join(home, 'freehandle'))).toContain('facts');
    const other = temporaryFolder();
    await freehandle(['migrate', '--no-cache', '.'], { cwd, env: { XDG_CACHE_HOME: other } });
    expect(readdirSync(other)).toEqual([]);
  });

  it('stops at Ctrl-C at any moment: 130, every file as it was or as it becomes, the next run as if nothing had been', async () => {
    const whole = largeTree(8);
    const started = performance.now();
    await freehandle(['migrate', '--write', '--quiet', '--no-cache', '.'], { cwd: whole });
    const duration = performance.now() - started;

    const cwd = largeTree(8);
    const original = contents(cwd);
    const cache = temporaryFolder();
    const migrate = (interruptAfterMs?: number): Promise<Finished> =>
      freehandle(['migrate', '--write', '--quiet', '--cache-dir', cache, '.'], {
        cwd,
        ...(interruptAfterMs === undefined ? {} : { interruptAfterMs }),
      });
    const codes: (number | null)[] = [];
    for (const part of [0.2, 0.4, 0.5, 0.6, 0.7, 0.8]) {
      const { code, stderr } = await migrate(part * duration);
      codes.push(code);
      // Before its first line runs, the system ends the process in its own way: null.
      if (code !== 130 && code !== null) break;
      if (code === 130) expect(stderr).toBe('interrupted; nothing was left half-written\n');
      expect(Object.keys(contents(cwd))).toEqual(Object.keys(original));
    }
    expect(codes).toContain(130);
    await migrate();
    const migrated = contents(cwd);
    expect(migrated).toEqual(contents(whole));
  });
});
