import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openFactsCache } from '../src/cache/facts-cache.ts';
import { stampOf } from '../src/cache/stamp.ts';
import { trimCache } from '../src/cache/trim.ts';
import { consistentFree } from '../src/index.ts';
import { planTree, put, temporaryFolder, treeOfFixtures } from './tree.ts';

const HOUR = 60 * 60 * 1000;

/** Lets every file look as if it had been there for an hour: the time of a file's last change of any kind cannot be set. */
function anHourLater(): void {
  const now = Date.now.bind(Date);
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + HOUR);
  onTestFinished(() => clock.mockRestore());
}

function entries(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const driver = `#include "parts.h"
void up(struct box *b)
{
	b->area = consistent_alloc(GFP_KERNEL, AREA, &b->bus);
}
void down(struct box *b)
{
	consistent_free(b->area);
}
`;
const record = (field: string) => `#define AREA 64\nstruct box { void *area; dma_addr_t bus; ${field} };\n`;

describe('a cache', () => {
  it('changes no result: first run, second run, after changes of files and headers, without it', async () => {
    const cacheDir = temporaryFolder();
    const root = temporaryFolder();
    const files = ['drv/a.c', 'drv/parts.h', 'drv/b.c', 'include/parts.h', 'drv/large.c', 'drv/silent.c'];
    put(root, 'drv/a.c', driver);
    put(root, 'include/parts.h', record(''));
    put(root, 'drv/large.c', ' '.repeat(8 * 1024 * 1024 + 1));
    anHourLater();
    const both = async () => {
      const present = files.filter((file) => existsSync(join(root, file)));
      const fresh = await planTree({ root, files: present });
      for (const jobs of [1, 2]) expect(await planTree({ root, files: present }, { cacheDir, jobs })).toEqual(fresh);
      return fresh;
    };
    const changes: (() => void)[] = [
      () => undefined,
      () => put(root, 'drv/b.c', 'void other(struct box *b)\n{\n\tb->bus++;\n\tconsistent_free(b->area);\n}\n'),
      // A header that was not there comes before the one that was found.
      () => put(root, 'drv/parts.h', record('int count;')),
      () => put(root, 'drv/parts.h', '#define AREA 128\n'),
      () => rmSync(join(root, 'drv/parts.h')),
      () => rmSync(join(root, 'include/parts.h')),
      () => put(root, 'drv/a.c', driver.replace('b->area = ', 'b->other = ')),
      () => put(root, 'drv/a.c', driver),
      () => put(root, 'include/parts.h', record('')),
      // A file that does not mention the API stores to what a safe edit reads, and no longer does.
      () => put(root, 'drv/silent.c', 'void shift(struct box *b)\n{\n\tb->bus += 4;\n}\n'),
      () => put(root, 'drv/silent.c', 'void shift(struct box *b)\n{\n\tb->bus == 4;\n}\n'),
    ];
    const plans: string[] = [];
    for (const change of changes) {
      change();
      plans.push(JSON.stringify(await both()));
    }
    expect(new Set(plans).size).toBeGreaterThan(3);
    expect(new Set(plans.slice(-3)).size).toBe(2);
  });

  it('is used: the second run analyses nothing; what changed a moment ago is not trusted by its times', async () => {
    const tree = treeOfFixtures(10);
    const cacheDir = temporaryFolder();
    const stages: string[] = [];
    const run = () => planTree(tree, { cacheDir, onProgress: ({ stage, file }) => stages.push(`${stage} ${file}`) });
    const first = await run();
    expect(stages.some((stage) => stage.startsWith('analyse'))).toBe(true);
    stages.length = 0;
    expect(await run()).toEqual(first);
    expect(stages.filter((stage) => stage.startsWith('analyse'))).toEqual([]);

    put(tree.root, 'irrelevant.c', 'int x;\n');
    const names = [consistentFree.oldCall.name];
    const cache = openFactsCache({ folder: cacheDir }, { root: tree.root, names, about: null, version: 'v' });
    const stat = statSync(join(tree.root, 'irrelevant.c'));
    expect(cache.known('irrelevant.c')).toBeNull();
    cache.learn('irrelevant.c', stampOf(stat, Date.now() + HOUR), { hash: '', mentions: false });
    cache.close();
    expect(stampOf(stat, stat.mtimeMs + 1)).toBe('');
  });

  it('that is damaged in any way gives the same plan', async () => {
    const tree = treeOfFixtures(8);
    anHourLater();
    const expected = await planTree(tree);
    const whole = temporaryFolder();
    await planTree(tree, { cacheDir: whole });
    const names = entries(whole).map((file) => file.slice(whole.length + 1));
    const damage = fc.record({
      entry: fc.nat(),
      kind: fc.constantFrom('flip', 'cut', 'empty', 'swap', 'folder', 'remove', 'append', 'text'),
      at: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 8 }), fc.boolean(), async (damages, twice) => {
        const cacheDir = temporaryFolder();
        cpSync(whole, cacheDir, { recursive: true });
        for (const { entry, kind, at } of damages) {
          const path = join(cacheDir, names[entry % names.length]!);
          const bytes = statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : Buffer.alloc(1);
          rmSync(path, { recursive: true, force: true });
          if (kind === 'folder') mkdirSync(path);
          if (kind === 'flip') bytes[at % bytes.length]! ^= 1 << (at % 8);
          if (kind === 'flip') writeFileSync(path, bytes);
          if (kind === 'cut') writeFileSync(path, bytes.subarray(0, at % bytes.length));
          if (kind === 'empty') writeFileSync(path, '');
          if (kind === 'append') writeFileSync(path, Buffer.concat([bytes, Buffer.from('\n{}')]));
          if (kind === 'text') writeFileSync(path, 'not ours');
          if (kind === 'swap') cpSync(join(whole, names[at % names.length]!), path);
        }
        expect(await planTree(tree, { cacheDir })).toEqual(expected);
        if (twice) expect(await planTree(tree, { cacheDir })).toEqual(expected);
      }),
      { numRuns: 15, seed: 2002 },
    );
  }, 120_000);

  it('that cannot be made, read or written is as good as none', async () => {
    const tree = treeOfFixtures(20);
    const expected = await planTree(tree);
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, 'mine');
    for (const cacheDir of [file, join(file, 'below'), '/proc/nowhere', '/dev/null/x']) {
      expect(await planTree(tree, { cacheDir })).toEqual(expected);
    }
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('can be used by several runs at the same time', async () => {
    const tree = treeOfFixtures(8);
    const expected = await planTree(tree);
    const cacheDir = temporaryFolder();
    const plans = await Promise.all([1, 2, 3].map((jobs) => planTree(tree, { cacheDir, jobs })));
    for (const plan of plans) expect(plan).toEqual(expected);
    expect(await planTree(tree, { cacheDir })).toEqual(expected);
    expect(entries(cacheDir).filter((entry) => !/\/[0-9a-f]{40}$|\/trimmed$/.test(entry))).toEqual([]);
  });

  it('loses what was not used for a month, then what was not used for longest; and touches nothing else', () => {
    const folder = temporaryFolder();
    const now = Date.now();
    const entry = (digit: string, days: number): string => {
      const name = join('facts', digit.repeat(2), digit.repeat(40));
      put(folder, name, 'x'.repeat(100));
      utimesSync(join(folder, name), 0, now / 1000 - days * 24 * 3600);
      return join(folder, name);
    };
    const [old, older, recent, latest] = [entry('a', 31), entry('b', 20), entry('c', 2), entry('d', 1)];
    put(folder, 'files/notes.txt', 'mine');
    trimCache(folder, now, 250);
    expect([old, older, recent, latest].map((path) => existsSync(path!))).toEqual([false, false, true, true]);
    expect(existsSync(join(folder, 'files/notes.txt'))).toBe(true);
    // Not again on the same day.
    trimCache(folder, now, 0);
    expect(existsSync(latest!)).toBe(true);
  });
});
