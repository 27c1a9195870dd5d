#!/usr/bin/env node
/**
 * Speed and memory of `freehandle migrate` on a whole kernel tree, beside what bounds them. Fetches nothing; TREE is only
 * read: a copy made of links, in which the API is stripped, is what the tools run on.
 *
 *   node tools/bench/tree.mjs TREE [--api dma|pci|consistent3|none] [--runs N] [--peer FILE.cocci] [--scratch DIR]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { apis } from './restoration/apis.mjs';
import { measuredRun } from './restoration/measured-run.mjs';
import { makeScratchTree } from './restoration/scratch-tree.mjs';
import { markdown } from './restoration/table.mjs';
import { runSpatch } from './restoration/tools.mjs';
import { linkTree } from './tree/linked-tree.mjs';

const usage =
  'usage: node tools/bench/tree.mjs TREE [--api dma|pci|consistent3|none] [--runs N] [--peer FILE.cocci] [--scratch DIR]\n' +
  '  --api none   TREE calls consistent_free(vaddr) already\n' +
  '  --scratch    where the copies are made, best on the file system of TREE';

function readArguments() {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { api: { ...text, default: 'dma' }, runs: { ...text, default: '3' }, peer: text, scratch: text },
  });
  const [tree] = positionals;
  if (positionals.length !== 1 || !existsSync(tree)) throw new Error(`no tree: ${tree ?? ''}`);
  if (values.api !== 'none' && !Object.hasOwn(apis, values.api)) throw new Error(`--api ${values.api}`);
  if (!(Number(values.runs) >= 1)) throw new Error(`--runs ${values.runs}`);
  return { ...values, tree: path.resolve(tree), runs: Number(values.runs) };
}

let options;
try {
  options = readArguments();
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}

if (options.scratch) mkdirSync(options.scratch, { recursive: true });
const scratch = mkdtempSync(path.join(options.scratch ?? tmpdir(), 'freehandle-tree-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const command = here('../../packages/cli/bin/freehandle.js');
const tree = path.join(scratch, 'tree');
const cache = path.join(scratch, 'cache');
mkdirSync(tree);
if (options.api !== 'none') makeScratchTree(options.tree, tree, apis[options.api]);
const files = linkTree(options.tree, tree);

const rows = [];
const seconds = (value) => `${value.toFixed(2)} s`;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs something several times; `before` is not measured. */
async function measure(title, run, before = () => undefined) {
  const runs = [];
  for (let i = 0; i < options.runs; i += 1) {
    before();
    const one = await run();
    if (one.status !== 0 && one.status !== 1) throw new Error(`${title}: ended with ${one.status}\n${one.stderr}`);
    runs.push(one);
  }
  const memory = runs.map(({ megabytes }) => megabytes).filter((one) => one !== null);
  const row = {
    title,
    wall: median(runs.map((one) => one.seconds)),
    cpu: median(runs.map((one) => one.cpuSeconds)),
    memory: memory.length === 0 ? null : Math.max(...memory),
    stdout: runs.at(-1).stdout,
  };
  rows.push(row);
  console.error(`${title}: ${seconds(row.wall)}`);
  return row;
}

const clearCache = () => rmSync(cache, { recursive: true, force: true });
/** What may differ between two runs: the time they took. */
const comparable = (report) => report.replace(/"ms": \d+/, '"ms": 0');
const migrate = (cwd, ...args) =>
  measuredRun(process.execPath, [command, 'migrate', '--quiet', '--format', 'json', ...args, '.'], { cwd });
const cached = (cwd) => migrate(cwd, '--cache-dir', cache);

const search = await measure('search alone', () => measuredRun(process.execPath, [here('tree/search.mjs'), tree]));
const candidates = search.stdout.trim().split('\n').filter(Boolean);
const list = path.join(scratch, 'candidates');
writeFileSync(list, candidates.join('\n'));

const jobs = String(availableParallelism());
const pattern = 'consistent_(free|alloc)';
const ripgrep = ['-l', '--no-ignore', '--hidden', '-j', jobs, '-g', '*.[ch]', '-e', pattern, '.'];
if (spawnSync('rg', ['--version']).status === 0)
  await measure('limit: rg -l', () => measuredRun('rg', ripgrep, { cwd: tree }));
else console.error('rg is not installed: no limit of the search');

const parse = await measure('limit: bare parsing of the candidates, one thread', () =>
  measuredRun('/bin/sh', ['-c', '"$0" "$1" "$2" < "$3"', process.execPath, here('tree/parse.mjs'), tree, list]),
);

const without = await measure('migrate, no cache', () => migrate(tree, '--no-cache'));
const cold = await measure('migrate, cache empty', () => cached(tree), clearCache);
const second = await measure('migrate, second run', () => cached(tree));
let edits = 0;
const changed = await measure(
  'migrate, one file changed',
  () => cached(tree),
  () => {
    // A new file in place of the link.
    const file = path.join(tree, candidates[(edits += 1) % candidates.length]);
    const text = readFileSync(file, 'latin1');
    rmSync(file);
    writeFileSync(file, `${text}\n`, 'latin1');
  },
);
const same = [cold, second].every(({ stdout }) => comparable(stdout) === comparable(without.stdout));
const after = comparable((await migrate(tree, '--no-cache')).stdout) === comparable(changed.stdout);

for (const eighths of [1, 2, 4]) {
  const part = path.join(scratch, `part-${eighths}`);
  const count = linkTree(tree, part, (nth) => nth % 8 < eighths);
  await measure(`migrate, no cache, ${eighths}/8 of the folders, ${count} files`, () => migrate(part, '--no-cache'));
}

if (options.peer !== undefined) {
  const alone = path.join(scratch, 'alone');
  for (const file of candidates) {
    mkdirSync(path.dirname(path.join(alone, file)), { recursive: true });
    writeFileSync(path.join(alone, file), readFileSync(path.join(tree, file)));
  }
  const run = await runSpatch(alone, options.peer);
  if (run === null) console.error('spatch is not installed: no peer');
  else
    rows.push({
      title: `peer: spatch, ${path.basename(options.peer)}, candidates alone, one run`,
      wall: run.seconds,
      cpu: run.cpuSeconds,
      memory: run.megabytes,
    });
}

const { totals } = JSON.parse(without.stdout);
const megabytes = Number(parse.stdout) / 1e6;
console.log(
  `${files} files, ${candidates.length} candidates of ${megabytes.toFixed(1)} MB, ${totals.sites} sites; ` +
    `${jobs} threads; medians of ${options.runs}, memory the highest\n`,
);
console.log(
  markdown(
    ['run', 'wall', 'CPU', 'memory', 'wall, ratio to no cache'],
    rows.map(({ title, wall, cpu, memory }) => [
      title,
      seconds(wall),
      seconds(cpu),
      memory === null ? '–' : `${memory} MB`,
      (wall / without.wall).toFixed(2),
    ]),
  ),
);
console.log(`\nreports equal with and without cache: ${same ? 'yes' : 'NO'}; after changes: ${after ? 'yes' : 'NO'}`);
process.exit(same && after ? 0 : 1);
