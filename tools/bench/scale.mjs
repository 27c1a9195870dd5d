// Measures a migration in one piece, in parts and from facts, checks that the results are the same bytes, and says what 1,000
// repositories of this kind would cost.
//   node tools/bench/scale.mjs TREE [--migration NAME] [--parts N] [--price USD_AN_HOUR_OF_ONE_PROCESSOR]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    migration: { type: 'string', default: 'consistent-free' },
    parts: { type: 'string', default: '3' },
    price: { type: 'string', default: '0.04' },
  },
});
const [tree] = positionals;
if (tree === undefined) throw new Error('node tools/bench/scale.mjs TREE [--migration NAME] [--parts N] [--price USD]');
const bin = fileURLToPath(new URL('../../packages/cli/bin/freehandle.js', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'freehandle-scale-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

/** Runs the command in the tree; CPU seconds are of the process and its threads. */
function run(what, ...args) {
  const started = performance.now();
  const result = spawnSync(process.execPath, ['-e', measured, bin, ...args], {
    cwd: tree,
    encoding: 'latin1',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  if (result.status > 1) throw new Error(`${args.join(' ')} ended with ${result.status}`);
  const cpu = Number(result.output[3]);
  const wall = (performance.now() - started) / 1000;
  console.log(`${what.padEnd(28)} ${cpu.toFixed(1).padStart(8)} CPU s ${wall.toFixed(1).padStart(8)} s`);
  return { cpu, stdout: result.stdout.replace(/, \d+ ms$/m, '') };
}
const measured = `
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    require('node:fs').writeSync(3, String((userCPUTime + systemCPUTime) / 1e6));
  });
  import(require('node:url').pathToFileURL(process.argv[1]));`;

const count = Number(values.parts);
const migration = ['--migration', values.migration, '--no-cache', '--quiet'];
const whole = run('in one piece', 'migrate', ...migration);
const parts = Array.from({ length: count }, (_, i) => path.join(folder, `${i + 1}.facts`));
const made = parts.map((file, i) =>
  run(`part ${i + 1} of ${count}`, 'migrate', ...migration, '--shard', `${i + 1}/${count}`, '--output', file),
);
const all = path.join(folder, 'all.facts');
const merged = run('merge', 'merge', ...parts.toReversed(), '--output', all);
const planned = run('plan from facts', 'migrate', ...migration, '--facts', all);
if (planned.stdout !== whole.stdout) throw new Error('the result of the parts is not that of the whole');
console.log(`the same ${whole.stdout.length} bytes; facts ${(fs.statSync(all).size / 1e6).toFixed(1)} MB`);

const sum = made.reduce((total, { cpu }) => total + cpu, merged.cpu + planned.cpu);
const cost = (cpu) =>
  `${((cpu * 1000) / 3600).toFixed(1)} processor hours, ${(((cpu * 1000) / 3600) * Number(values.price)).toFixed(2)} USD`;
console.log(
  `\n1,000 repositories like ${path.basename(path.resolve(tree))}, at ${values.price} USD for an hour of one processor:`,
);
console.log(`  in one piece each   ${cost(whole.cpu)}`);
console.log(`  in ${count} parts each     ${cost(sum)}`);
console.log(`  again, from facts   ${cost(planned.cpu)}`);
