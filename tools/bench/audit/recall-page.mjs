#!/usr/bin/env node
// docs/planted-bugs.md from what `node tools/bench/audit.mjs LINUX_6.1 … --json R.json` wrote:
//   node tools/bench/audit/recall-page.mjs R.json [PEERS.json] > docs/planted-bugs.md
import { readFileSync } from 'node:fs';
import { markdownTable } from 'markdown-table';
import { recallTable } from './table.mjs';

const [file, peers] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: recall-page.mjs R.json [PEERS.json]');
  process.exit(2);
}
const read = (name) => JSON.parse(readFileSync(name, 'utf8'));
const all = read(file);
const filesOf = ({ mutants }) => new Set(mutants.map((one) => one.file)).size;

console.log(`# Planted bugs

${all.mutants.length} bugs were planted into ${filesOf(all)} files of Linux 6.1, each into a file of its own, by rules that know nothing of what finds them
(\`tools/bench/audit/kinds\`): a free dropped, a size changed, a handle exchanged. A bug is found when a tool says something about
its function, or on a path through it, that it did not say of the file as it was. Some mutants are no bugs at all, as where a caller cleans up.
The engine was developed on these bugs.

The command is \`node tools/bench/audit.mjs LINUX_6.1 --each 25 --json R.json\`, and this page is made of what it writes by
\`node tools/bench/audit/recall-page.mjs R.json PEERS.json\`.

${tablesOf(all)}`);
if (peers !== undefined) {
  const beside = read(peers);
  console.log(`
## Beside other tools

The other tools take long, and were asked about the first three of each kind, of an earlier draw, with the engine as it was then
(\`--sample 3 --tools freehandle,cppcheck,coccinelle,gcc --objects OBJECTS --json PEERS.json\`). cppcheck was given a library configuration
of these allocators, Coccinelle the kernel's own semantic patches, and gcc, with \`-fanalyzer\`, the files that compile in a configured
tree (\`OBJECTS\`).

${tablesOf(beside)}`);
}

function tablesOf({ mutants, results, alarms }) {
  const asked = results.map(({ name, cpuSeconds, note, answers }) => [
    name,
    answers.filter((answer) => answer !== 'not asked').length,
    cpuSeconds.toFixed(0),
    note ?? '',
  ]);
  const unmutated = Object.entries(alarms).map(([name, files]) => [
    name,
    files.length,
    files.flatMap(({ findings }) => findings).length,
    files.filter(({ findings }) => findings.length > 0).length,
  ]);
  return `${recallTable(mutants, results)}

${markdownTable([['tool', 'mutants', 'CPU seconds', ''], ...asked], { alignDelimiters: false, padding: true, align: ['l', 'r', 'r', 'l'] })}

The files as they are in Linux 6.1 have mistakes of their own ([real bugs](real-bugs.md)); what was said of them, right and wrong:

${markdownTable([['tool', 'files', 'findings', 'files with findings'], ...unmutated], { alignDelimiters: false, align: ['l', 'r', 'r', 'r'] })}`;
}
