// Runs drivers of a kernel tree a few at a time and prints what came of it, for the tools beside this one.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { verdictsByFile, verifyBatch } from '@freehandle/verifier';

/** Drivers at a time: what is done is written, should the rest be stopped. */
const STRIDE = 10;

/** Verdicts on `files` of `tree`; `json` keeps them, one a line, and those that it has already are not made again. */
export async function runDrivers(tree, files, { jobs, cache, json }) {
  const kept = json && existsSync(json) ? readFileSync(json, 'utf8').split('\n').filter(Boolean) : [];
  const verdicts = kept.map((line) => JSON.parse(line)).filter(({ file }) => files.includes(file));
  const known = new Set(verdicts.map(({ file }) => file));
  const left = files.filter((file) => !known.has(file));
  for (let from = 0; from < left.length; from += STRIDE) {
    const inputs = left.slice(from, from + STRIDE).map((file) => ({
      ...{ file, root: tree, source: readFileSync(path.join(tree, file)) },
      ...{ includeRoots: [], overlay: {}, kernelTree: tree },
    }));
    const some = await verifyBatch(inputs, {
      ...{ jobs, timeoutMs: 600_000 },
      ...(cache ? { cacheDir: path.resolve(cache) } : {}),
    });
    verdicts.push(...some);
    if (json) for (const verdict of some) appendFileSync(json, `${JSON.stringify(verdict)}\n`);
    console.error(`${verdicts.length} of ${files.length}`);
  }
  return verdictsByFile(verdicts);
}

/** The table of a tree: files, compiled, run, sites reached, findings, time, and the most frequent reasons for what was not. */
export function printTable(verdicts, started, cpu) {
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
  const nameless = (text) =>
    text
      .replace(/'[^']*'/g, "'…'")
      .replace(/\w+\(\)/g, 'f()')
      .replace(/; called by itself .*$/, '');
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
}
