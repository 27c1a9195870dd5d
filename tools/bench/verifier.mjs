#!/usr/bin/env node
/**
 * The verifier on drivers of examples/: milliseconds to load the compiler and to compile, and fault runs a second in one
 * thread, all checks on. `node tools/bench/verifier.mjs [SECONDS] [DRIVER...]`
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => new URL(`../../packages/verifier/dist/${path}`, import.meta.url).href;
const { compileDriver } = await import(here('compile/compile-driver.js'));
const { frameworks } = await import(here('lifecycle/frameworks/index.js'));
const { LinearMemory } = await import(here('memory/linear-memory.js'));
const { driverPlaces } = await import(here('session/driver-places.js'));
const { openSession } = await import(here('session/session.js'));
const { wasmClang } = await import(here('toolchain/wasm-clang.js'));
const { singleFaults, undisturbed } = await import(here('exploration/run-plan.js'));

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const [seconds = '1', ...drivers] = process.argv.slice(2);
const files = drivers.length > 0 ? drivers : ['drivers/net/mal.c', 'drivers/net/pnet.c'];

const loading = performance.now();
const toolchain = wasmClang();
console.log(`compiler loaded in ${(performance.now() - loading).toFixed(0)} ms: ${toolchain.name}`);
const memory = new LinearMemory();

for (const file of files) {
  const source = readFileSync(examples + file);
  const input = { file, root: examples, source, includeRoots: [`${examples}include`], overlay: {} };
  const times = [];
  let compiled;
  for (let nth = 0; nth < 5; nth++) {
    const started = performance.now();
    compiled = await compileDriver(toolchain, input, frameworks);
    times.push(performance.now() - started);
  }
  if (!('module' in compiled)) throw new Error(`${file}: ${compiled.error.message}`);
  const session = openSession(compiled, memory, frameworks, driverPlaces(compiled), 1e6);
  const plans = singleFaults(undisturbed('plain'), session.run(undisturbed('plain'), true).steps);
  const median = (run) => {
    const rates = [];
    for (let nth = 0; nth < 3; nth++) {
      const cpu = process.cpuUsage();
      const until = performance.now() + (Number(seconds) * 1000) / 3;
      let runs = 0;
      while (performance.now() < until) runs += run();
      const { user, system } = process.cpuUsage(cpu);
      rates.push(runs / ((user + system) / 1e6));
    }
    return Math.round(rates.sort((a, b) => a - b)[1]);
  };
  const fast = median(() => plans.reduce((sum, plan) => (session.run(plan, false), sum + 1), 0));
  const located = median(() => plans.reduce((sum, plan) => (session.run(plan, true), sum + 1), 0));
  const [first, ...others] = times.map((ms) => ms.toFixed(0));
  console.log(
    `${file}: compiled in ${first} ms, then ${others.join(', ')}; ${plans.length} fault plans; ` +
      `${fast} fault runs a second of CPU, ${located} with places`,
  );
}
