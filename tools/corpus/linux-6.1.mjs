// node tools/corpus/linux-6.1.mjs TREE [--count N] [--only REGEX] [--cache DIR] [--jobs N] [--json FILE]
// Runs a sample of the drivers of a real Linux 6.1 tree that name dma_alloc_coherent, and prints what came of it. The sample is
// the N of such files under drivers/ and sound/ whose paths have the lowest SHA-256: nobody chose them. Nothing of the tree is
// kept.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printTable, runDrivers } from './run-drivers.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '200' },
    only: { type: 'string', default: '' },
    cache: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const tree = positionals[0] && path.resolve(positionals[0]);
if (!tree || !existsSync(path.join(tree, 'include/linux/dma-mapping.h'))) {
  console.error(
    'usage: node tools/corpus/linux-6.1.mjs TREE [--count N] [--only REGEX] [--cache DIR] [--jobs N] [--json FILE]',
  );
  process.exit(2);
}

const listed = execFileSync('grep', ['-rl', '--include=*.c', 'dma_alloc_coherent', 'drivers', 'sound'], {
  cwd: tree,
  encoding: 'utf8',
});
const all = listed.trim().split('\n');
const rank = new Map(all.map((file) => [file, createHash('sha256').update(file).digest('hex')]));
const sample = all.toSorted((a, b) => (rank.get(a) < rank.get(b) ? -1 : 1)).slice(0, Number(values.count));
const files = sample.filter((file) => new RegExp(values.only).test(file));
console.log(`${files.length} of ${all.length} files that name dma_alloc_coherent\n`);

const started = performance.now();
const cpu = process.cpuUsage();
const verdicts = await runDrivers(tree, files, { ...values, jobs: Number(values.jobs) });
printTable(verdicts, started, cpu);
