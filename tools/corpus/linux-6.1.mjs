// node tools/corpus/linux-6.1.mjs TREE [--count N] [--only REGEX] [--cache DIR] [--jobs N] [--json FILE]
// Runs a sample of the drivers of a real Linux 6.1 tree that name dma_alloc_coherent, and prints what came of it. The sample is
// every (all / N)-th of the sorted list of such files under drivers/ and sound/. Nothing of the tree is kept.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { verifyBatch } from '@freehandle/verifier';

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
const all = listed.trim().split('\n').sort();
const count = Math.min(Number(values.count), all.length);
const sample = Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]);
const files = sample.filter((file) => new RegExp(values.only).test(file));
console.log(`${files.length} of ${all.length} files that name dma_alloc_coherent\n`);
if (values.json) writeFileSync(values.json, '');

const verdicts = [];
const started = performance.now();
const cpu = process.cpuUsage();
// a few at a time: what is done is written, should the rest be stopped
const STRIDE = 10;
for (let from = 0; from < files.length; from += STRIDE) {
  const inputs = files.slice(from, from + STRIDE).map((file) => ({
    ...{
      file,
      root: tree,
      source: readFileSync(path.join(tree, file)),
      includeRoots: [],
      overlay: {},
      kernelTree: tree,
    },
  }));
  const some = await verifyBatch(inputs, {
    ...{ jobs: Number(values.jobs), timeoutMs: 600_000 },
    ...(values.cache ? { cacheDir: path.resolve(values.cache) } : {}),
  });
  verdicts.push(...some);
  if (values.json) for (const verdict of some) appendFileSync(values.json, `${JSON.stringify(verdict)}\n`);
  console.error(`${verdicts.length} of ${files.length}`);
}

const share = (part, whole) => `${part} of ${whole} (${whole === 0 ? '-' : ((100 * part) / whole).toFixed(1)} %)`;
const compiled = verdicts.filter((verdict) => verdict.compiled);
const run = compiled.filter((verdict) => verdict.error === null);
const sites = compiled.flatMap((verdict) => verdict.sites.filter((site) => site.compiled));
const reached = sites.filter((site) => site.reached);
const lifecycle = reached.filter((site) => site.by !== 'under-constrained');
const findings = run.flatMap((verdict) => verdict.findings);
const used = process.cpuUsage(cpu);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
console.log(`compiled        ${share(compiled.length, verdicts.length)}`);
console.log(`run             ${share(run.length, verdicts.length)}`);
console.log(
  `probed          ${share(run.filter(({ lifecycle: steps }) => steps.includes('probe')).length, run.length)}`,
);
console.log(
  `sites reached   ${share(reached.length, sites.length)}; by their lifecycle ${share(lifecycle.length, sites.length)}`,
);
console.log(
  `findings        ${findings.filter(({ severity }) => severity === 'error').length} errors, ${findings.filter(({ severity }) => severity === 'warning').length} warnings`,
);
console.log(
  `time            ${((performance.now() - started) / 1000).toFixed(0)} s, ${((used.user + used.system) / 1e6).toFixed(0)} CPU s; compiling ${median(compiled.map((v) => v.compileMs)).toFixed(0)} ms, running ${median(run.map((v) => v.runMs)).toFixed(0)} ms (medians of wall time)`,
);

const tally = (title, reasons) => {
  const counts = new Map();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  console.log(`\n${title}`);
  for (const [reason, times] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 10))
    console.log(`${String(times).padStart(5)}  ${reason}`);
};
const nameless = (text) => text.replace(/'[^']*'/g, "'…'").replace(/\w+\(\)/g, 'f()');
tally(
  'why not compiled or not run',
  verdicts.filter((v) => v.error !== null).map((v) => `${v.error.kind}: ${nameless(v.error.message)}`),
);
tally(
  'why sites were not reached',
  sites.filter((site) => !site.reached).map((site) => nameless(site.why ?? 'not run')),
);
console.log('\nerrors');
for (const { rule, severity, file, line, message, run: how } of findings)
  if (severity === 'error')
    console.log(`${rule} ${file}:${line}: ${message} [${how?.faults.join(', ') || 'no fault'}, ${how?.device}]`);
