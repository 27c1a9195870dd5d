// node tools/corpus/linux-2.4.27-drivers.mjs TREE [--only REGEX] [--cache DIR] [--jobs N] [--json FILE]
// Runs the drivers of a real Linux 2.4.27 tree that name pci_alloc_consistent or consistent_alloc (files under drivers/), and
// prints what came of it. With --json verdicts are kept, and another run goes on from them. Nothing of the tree is kept.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printTable, runDrivers } from './run-drivers.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    cache: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const tree = positionals[0] && path.resolve(positionals[0]);
if (!tree || !existsSync(path.join(tree, 'include/asm-ppc/io.h'))) {
  console.error(
    'usage: node tools/corpus/linux-2.4.27-drivers.mjs TREE [--only REGEX] [--cache DIR] [--jobs N] [--json FILE]',
  );
  process.exit(2);
}

const names = 'pci_alloc_consistent|consistent_alloc';
const listed = execFileSync('grep', ['-rlE', '--include=*.c', names, 'drivers'], { cwd: tree, encoding: 'utf8' });
const all = listed.trim().split('\n').sort();
const files = all.filter((file) => new RegExp(values.only).test(file));
console.log(`${files.length} of ${all.length} files that name an allocator of consistent memory\n`);
const started = performance.now();
const cpu = process.cpuUsage();
const verdicts = await runDrivers(tree, files, { ...values, jobs: Number(values.jobs) });
printTable(verdicts, started, cpu);
