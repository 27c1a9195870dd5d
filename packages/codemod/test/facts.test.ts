import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areFacts,
  collectFacts,
  consistentFree,
  consistentToDma,
  mergeFacts,
  readFacts,
  shardOf,
  writeFacts,
  type Facts,
} from '../src/index.ts';
import { planTree, put, temporaryFolder, treeOfFixtures } from './tree.ts';

const settings = { migration: consistentFree };

describe('Facts of the parts of a tree', () => {
  it('give the same plan, by whatever number of parts, merged in any order and grouping', async () => {
    const tree = treeOfFixtures(9);
    const expected = await planTree(tree);
    expect(expected.sites.length).toBeGreaterThan(15);
    for (const count of [1, 3]) {
      const parts: Facts[] = [];
      const seen: string[] = [];
      for (let index = 1; index <= count; index++) {
        const files = shardOf(tree.files, tree.root, { index, count });
        seen.push(...files);
        parts.push((await collectFacts(files, { ...settings, root: tree.root })).facts);
      }
      expect(seen.sort()).toEqual([...tree.files].sort());
      const [last, ...others] = parts.toReversed();
      const stages: string[] = [];
      const facts = mergeFacts([last!, ...others]);
      const plan = await planTree(tree, { facts, onProgress: ({ stage, file }) => stages.push(`${stage} ${file}`) });
      expect(JSON.stringify(plan)).toBe(JSON.stringify(expected));
      // What functions of other files do is known only when all are together.
      const again = stages.filter((stage) => stage.startsWith('analyse'));
      expect(again.length).toBeLessThan(expected.sites.length / 3);
      const some = await planTree(tree, { facts: last! });
      expect(JSON.stringify(some)).toBe(JSON.stringify(expected));
    }
  }, 60_000);

  it('are merged associatively, commutatively, and twice like once', () => {
    const part = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(9))).map((entries): Facts => ({
      migration: 'm',
      seal: 's',
      lines: new Set(entries.map((one) => JSON.stringify(one))),
    }));
    const bytes = (facts: Facts): string => {
      const file = join(folder, 'facts');
      expect(writeFacts(file, facts)).toBe(true);
      expect(readFacts(file)).toEqual({ ...facts, lines: new Set([...facts.lines].sort()) });
      return readFileSync(file, 'latin1');
    };
    const folder = temporaryFolder();
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const all = bytes(mergeFacts([a, b, c]));
        expect(bytes(mergeFacts([mergeFacts([c, a]), b]))).toBe(all);
        expect(bytes(mergeFacts([a, mergeFacts([b, c]), a]))).toBe(all);
      }),
      { numRuns: 60, seed: 2002 },
    );
  });

  it('of a file that has changed since are not believed', async () => {
    const tree = treeOfFixtures(30);
    const { facts } = await collectFacts(tree.files, { ...settings, root: tree.root });
    const file = tree.files.find((one) => one.endsWith('input.c'))!;
    put(
      tree.root,
      file,
      `${readFileSync(join(tree.root, file), 'latin1')}\nvoid more(void *p) { consistent_free(p); }\n`,
    );
    const plan = await planTree(tree, { facts });
    expect(plan).toEqual(await planTree(tree));
    expect(plan.sites.some((site) => site.function === 'more')).toBe(true);
  });

  it('of another migration, damaged or none are refused with the remedy', async () => {
    const root = temporaryFolder();
    put(root, 'a.c', 'void f(void *p) { consistent_free(p); }\n');
    const { facts } = await collectFacts(['a.c'], { ...settings, root });
    const { facts: other } = await collectFacts(['a.c'], { migration: consistentToDma, root });
    expect(() => mergeFacts([facts, other])).toThrow(/different migrations \(consistent-free, consistent-to-dma\)/);
    await expect(planTree({ root, files: ['a.c'] }, { facts: other })).rejects.toThrow(/facts for consistent-to-dma/);
    const file = join(root, 'facts');
    writeFacts(file, facts);
    expect(areFacts(readFileSync(file))).toBe(true);
    writeFileSync(file, readFileSync(file).subarray(0, -3));
    expect(() => readFacts(file)).toThrow(/no facts, or not as they were written/);
    expect(areFacts(Buffer.from('{}'))).toBe(false);
  });
});

it('uses a cache that it may only read, and leaves it as it is', async () => {
  const tree = treeOfFixtures(30);
  const cacheDir = temporaryFolder();
  const expected = await planTree(tree, { cacheDir });
  // For root nothing is read-only: another user looks.
  const isRoot = process.getuid?.() === 0;
  const everything = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).map((one) => join(one.parentPath, one.name));
  const state = (): string => everything(cacheDir).sort().join('\n');
  for (const folder of [tree.root, cacheDir]) {
    chmodSync(folder, 0o755);
    for (const path of everything(folder)) chmodSync(path, 0o755);
  }
  for (const path of [cacheDir, ...everything(cacheDir)]) chmodSync(path, 0o555);
  const before = state();
  put(tree.root, 'new.c', 'static void f(void *p) { consistent_free(p); }\n');
  chmodSync(join(tree.root, 'new.c'), 0o644);
  const script = `
    import { consistentFree, planMigration } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    let analysed = 0;
    const plan = await planMigration(${JSON.stringify([...tree.files, 'new.c'])}, {
      migration: consistentFree, root: ${JSON.stringify(tree.root)}, cacheDir: ${JSON.stringify(cacheDir)},
      onProgress: ({ stage }) => void (analysed += stage === 'analyse' ? 1 : 0),
    });
    console.log(\`\${plan.sites.length} \${analysed}\`);`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: '/',
    encoding: 'utf8',
    ...(isRoot ? { uid: 65534, gid: 65534 } : {}),
  });
  for (const path of [cacheDir, ...everything(cacheDir)]) chmodSync(path, 0o755);
  expect(state()).toBe(before);
  const [sites, analysed] = said.trim().split(' ').map(Number);
  expect(sites).toBe(expected.sites.length + 1);
  expect(analysed).toBeLessThan(4);
}, 60_000);
