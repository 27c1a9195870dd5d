#!/usr/bin/env node
/**
 * The verifier on drivers of examples/: CPU milliseconds to compile, cold, warm and from the cache; fault runs a second of CPU in one
 * thread, all checks on, beside a native build with gcc's address sanitizer that is forked for each run; memory of a worker.
 * `node tools/bench/verifier.mjs [SECONDS] [DRIVER...]`; with `--kernel-tree DIR` the drivers are the tree's, and are compiled only.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { internals } from '../build/internals.mjs';
import { nativePeer } from './verifier/native-peer.mjs';

const verifier = await internals(
  'verifier',
  'compile/compile-driver',
  'lifecycle/frameworks/index',
  'memory/linear-memory',
  'session/driver-places',
  'session/session',
  'toolchain/cached-toolchain',
  'toolchain/wasm-clang',
  'exploration/run-plan',
);
const { compileDriver, frameworks, LinearMemory, driverPlaces, openSession } = verifier;
const { cachedToolchain, wasmClang, singleFaults, undisturbed } = verifier;

const top = fileURLToPath(new URL('../../', import.meta.url));
const examples = `${top}examples/`;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'kernel-tree': { type: 'string' } } });
const kernelTree = values['kernel-tree'] && path.resolve(values['kernel-tree']);
const [seconds = '1', ...drivers] = positionals;
const files = drivers.length > 0 ? drivers : ['drivers/net/mal.c', 'drivers/net/pnet.c'];
const cache = mkdtempSync(path.join(tmpdir(), 'freehandle-bench-'));
const toolchain = wasmClang();
const cached = cachedToolchain(toolchain, cache);
const memory = new LinearMemory();
let first = true;

for (const file of files) {
  const input = kernelTree
    ? { ...inputOf(file, kernelTree), includeRoots: [], kernelTree }
    : { ...inputOf(file, examples), includeRoots: [`${examples}include`] };
  const [cold, compiled] = await cpuOf(() => compileDriver(toolchain, input, frameworks));
  if (!('module' in compiled)) throw new Error(`${file}: ${compiled.error.message}`);
  const warm = await medianCpu(() => compileDriver(toolchain, input, frameworks));
  await compileDriver(cached, input, frameworks);
  const kept = await medianCpu(() => compileDriver(cached, input, frameworks));
  const compiling = `${file}: compiled in ${cold} CPU ms${first ? ', the compiler loaded with it' : ''}, again in ${warm}, from the cache in ${kept}`;
  first = false;
  if (kernelTree) {
    console.log(compiling);
    continue;
  }
  const session = openSession(compiled, memory, frameworks, driverPlaces(compiled), 1e6);
  const plans = singleFaults(undisturbed('plain'), session.run(undisturbed('plain'), true).steps);
  const fast = runsASecond(() => plans.forEach((plan) => session.run(plan, false)), plans.length);
  const located = runsASecond(() => plans.forEach((plan) => session.run(plan, true)), plans.length);
  console.log(`${compiling}; ${plans.length} fault plans; ${fast} fault runs a second of CPU, ${located} with places`);
  const peer = file === 'drivers/net/mal.c' ? nativePeer(Number(seconds)) : null;
  if (peer) {
    const rate = Math.round(peer.rate);
    console.log(
      `  gcc -fsanitize=address, forked: ${rate} runs a second of CPU; ${(fast / peer.rate).toFixed(0)} times as many here`,
    );
  }
}
rmSync(cache, { recursive: true, force: true });

for (const jobs of kernelTree ? [] : [1, 2]) {
  const args = ['verify', 'drivers', '--no-cache', '-j', String(jobs), '--format', 'json', '-q', '-o', '/dev/null'];
  // not as a module given on the command line: its workers would inherit that
  const script = `import(${JSON.stringify(`file://${top}packages/cli/dist/index.js`)})
    .then(({ run }) => run(${JSON.stringify(args)}, process))
    .then(() => process.stderr.write('peak ' + process.resourceUsage().maxRSS));`;
  const { stderr } = spawnSync(process.execPath, ['-e', script], { cwd: examples, encoding: 'utf8' });
  const peak = Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
  console.log(
    `all drivers of examples/, before and after, ${jobs} worker${jobs > 1 ? 's' : ''}: ${peak.toFixed(0)} MiB at most`,
  );
}

function inputOf(file, root) {
  return { file, root, source: readFileSync(path.join(root, file)), overlay: {} };
}

async function cpuOf(work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [Math.round((user + system) / 1000), result];
}

async function medianCpu(work) {
  const times = [];
  for (let nth = 0; nth < 5; nth++) times.push((await cpuOf(work))[0]);
  return times.sort((a, b) => a - b)[2];
}

/** Runs a second of CPU once the code is warm: the median of three thirds of so many CPU seconds. */
function runsASecond(batch, size) {
  const third = (Number(seconds) / 3) * 1e6;
  const rates = [];
  for (let nth = 0; nth < 4; nth++) {
    const before = process.cpuUsage();
    let [runs, spent] = [0, 0];
    while (spent < third) {
      for (let more = 0; more < 20; more++, runs += size) batch();
      const { user, system } = process.cpuUsage(before);
      spent = user + system;
    }
    rates.push(runs / (spent / 1e6));
  }
  return Math.round(rates.slice(1).sort((a, b) => a - b)[1]);
}
