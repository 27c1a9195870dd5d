import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { consistentFree } from '../src/index.ts';
import type { Task } from '../src/threads/task.ts';
import { crewOfThreads, workerOf } from '../src/threads/worker-threads.ts';
import { planTree, put, temporaryFolder, treeOfFixtures } from './tree.ts';

describe('the plan', () => {
  it('is the same whatever the number of threads and the order of the files', async () => {
    const tree = treeOfFixtures(3);
    const alone = await planTree(tree);
    expect(alone.sites.length).toBeGreaterThan(40);
    for (const jobs of [1, 2, 3]) expect(await planTree(tree, { jobs })).toEqual(alone);
    expect(await planTree({ ...tree, files: tree.files.toReversed() }, { jobs: 2 })).toEqual(alone);
  }, 120_000);

  it('is made of thousands of files too', async () => {
    const tree = treeOfFixtures(10);
    const expected = await planTree(tree);
    const others = Array.from({ length: 2500 }, (_, i) => `other/${i}.c`);
    for (const [i, file] of others.entries()) put(tree.root, file, i % 500 === 0 ? 'int x;\0' : 'int x;\n');
    const plan = await planTree({ ...tree, files: [...others, ...tree.files] }, { jobs: 2 });
    expect({ ...plan, files: expected.files, problems: [] }).toEqual(expected);
    expect(plan.problems.map(({ file, code }) => `${file} ${code}`)).toEqual(
      ['other/0.c', 'other/1000.c', 'other/1500.c', 'other/2000.c', 'other/500.c'].map((file) => `${file} FH1003`),
    );
  }, 120_000);

  it('names every file that takes too long, and comes to its end', async () => {
    const tree = treeOfFixtures(20);
    const plan = await planTree(tree, { jobs: 2, limits: { taskMs: 1 } });
    expect(plan.sites).toEqual([]);
    expect(plan.problems.length).toBeGreaterThan(0);
    for (const problem of plan.problems) {
      expect(problem).toMatchObject({ code: 'FH1005', severity: 'error', message: 'takes longer than 0.001 s' });
    }
  });

  it('names every file that takes too much memory, and comes to its end', async () => {
    const tree = treeOfFixtures(20);
    const text = `void f(void *p)\n{\n\tconsistent_free(p);\n${'\tq = p + 1;\n'.repeat(60_000)}}\n`;
    put(tree.root, 'large.c', text);
    const plan = await planTree({ ...tree, files: [...tree.files, 'large.c'] }, { jobs: 1, limits: { heapMb: 48 } });
    expect(plan.problems).toMatchObject([{ file: 'large.c', code: 'FH1005' }]);
    expect(plan.sites).toEqual((await planTree(tree)).sites);
  }, 120_000);

  it('is given up at once when it is told to stop', async () => {
    const tree = treeOfFixtures();
    const stop = new AbortController();
    const made = planTree(tree, {
      jobs: 2,
      signal: stop.signal,
      onProgress: ({ stage }) => stage === 'analyse' && stop.abort(),
    });
    await expect(made).rejects.toThrow('aborted');
  });
});

describe('a thread', () => {
  it('runs what was built of the package, wherever that is', () => {
    const built = 'file:///home/src/dist/node_modules/@freehandle/audit/dist/threads/worker.js';
    for (const module of ['dist/audit-files.js', 'src/audit-files.ts', 'dist/plan/deep/one.js'])
      expect(workerOf(`file:///home/src/dist/node_modules/@freehandle/audit/${module}`).href).toBe(built);
  });

  const task: Task = { kind: 'scan', file: 'x.c', settings: { root: '.', migration: consistentFree } };
  const limits = { taskMs: 3000, heapMb: 64 };

  /** A crew of one whose thread does this with the first task, and answers with its number after that. */
  function crewThat(does: string) {
    const file = join(temporaryFolder(), 'worker.mjs');
    const mark = join(temporaryFolder(), 'done');
    writeFileSync(
      file,
      `import fs from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       parentPort.on('message', () => {
         if (fs.existsSync(${JSON.stringify(mark)})) return parentPort.postMessage({ hash: 'second' });
         fs.writeFileSync(${JSON.stringify(mark)}, '');
         ${does}
       });`,
    );
    return crewOfThreads(1, { ...limits, worker: pathToFileURL(file) });
  }

  it.each([
    ['hangs', 'for (;;);', 'timeout'],
    ['ends by itself', 'process.exit(3);', 'crash'],
    ['throws', 'throw new Error("broken");', 'crash'],
    ['takes all memory', 'const all = []; for (;;) all.push(new Array(1e4).fill(all.length));', 'memory'],
  ])('that %s fails its task only; the next is done by a new one', async (_, does, kind) => {
    const crew = crewThat(does);
    await expect(crew.run(0, task)).rejects.toMatchObject({ name: 'CrewFailure', kind });
    expect(await crew.run(0, task)).toEqual({ hash: 'second' });
    await crew.close();
  });
});
