// Runs the commands of docs/found-by-running.md in a tree, and looks for each place of its table in what they print:
//   node tools/docs/found-by-running.mjs LINUX_2.4.27
// Exits 1 when a command ends with 2 or more, or a place is not reported. Writes nothing into the tree.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tree = process.argv[2];
if (tree === undefined) {
  console.error('usage: node tools/docs/found-by-running.mjs LINUX_2.4.27');
  process.exit(2);
}
const page = readFileSync(`${root}docs/found-by-running.md`, 'utf8');
const [, block] = /^```sh title="in a Linux 2\.4\.27 tree"\n([\s\S]*?)^```$/m.exec(page);

let printed = '';
let faults = 0;
for (const command of block.trim().split('\n')) {
  const [program, ...args] = command.split(' ');
  if (program !== 'freehandle') throw new Error(`not a command of ours: ${command}`);
  const { status, stdout } = spawnSync(process.execPath, [`${root}packages/cli/bin/freehandle.js`, ...args], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  console.log(`${command} → ${status}`);
  if (status === null || status > 1) faults += 1;
  printed += stdout;
}
// `file.c:1`, `:2` are two places of one file; the commands are for the first table
const [table] = page.split('## Whole trees');
for (const [, cell] of table.matchAll(/^\| (`[^|]*:\d+`[^|]*) \|/gm)) {
  const [file] = /[\w/.-]+\.c/.exec(cell);
  for (const [, line] of cell.matchAll(/:(\d+)`/g)) {
    const isThere = new RegExp(`^ +[A-Z]\\d+ +${file.replaceAll('.', '\\.')}:${line} `, 'm').test(printed);
    console.log(`${file}:${line} ${isThere ? 'reported' : 'NOT REPORTED'}`);
    if (!isThere) faults += 1;
  }
}
process.exit(faults === 0 ? 0 : 1);
