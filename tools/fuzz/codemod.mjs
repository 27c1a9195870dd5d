// node tools/fuzz/codemod.mjs [--inputs N] [--first N] [--seed N] [--jobs N] [PATH…]
// Mutated C through the codemod: no crash, no hang, no wrong offset, nothing changed outside the edits or by a second run.
import { fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inputOf } from './mutate.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '200000' },
    first: { type: 'string', default: '0' },
    seed: { type: 'string', default: '2002' },
    jobs: { type: 'string', default: '2' },
  },
});
const [inputs, first, seed, jobs] = [values.inputs, values.first, values.seed, values.jobs].map(Number);
const BATCH = 100;
/** CPU time of a batch, and of an input alone: a busy machine makes no hang of what is only slow there. */
const BATCH_MS = 60_000;
const ALONE_MS = 10_000;
const LARGEST = 64 * 1024;

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[ch]$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size <= LARGEST)
    .sort();
const material = [`${root}packages/codemod/test/fixtures`, `${root}examples`, ...positionals].flatMap(sources);

const kept = path.join(tmpdir(), 'freehandle-fuzz-failures');
const failures = [];
let slowest = { number: first, ms: 0 };
let next = first;
let done = 0;
const started = Date.now();

await Promise.all(Array.from({ length: jobs }, crew));
const seconds = (Date.now() - started) / 1000;
console.log(
  `${done} inputs from ${material.length} files, seed ${seed}: ${failures.length} failures, ${seconds.toFixed(0)} s; the slowest is ${slowest.number}, ${slowest.ms.toFixed(0)} CPU ms`,
);
process.exit(failures.length === 0 ? 0 : 1);

async function crew() {
  let worker = hire();
  while (next < first + inputs) {
    const task = { seed, first: next, count: Math.min(BATCH, first + inputs - next), retain: (next / BATCH) % 2 >= 1 };
    next += task.count;
    const result = await run(worker, task);
    if (result.dead) {
      worker = hire();
      await narrow(task, result.dead);
    }
    for (const failure of result.failures) fail(failure.number, failure.what, task.retain);
    if (result.slowest?.ms > slowest.ms) slowest = result.slowest;
    done += task.count;
    if (Math.floor(done / 10_000) > Math.floor((done - task.count) / 10_000))
      console.log(`${done} inputs, ${failures.length} failures, ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }
  worker.kill();
}

function hire() {
  const worker = fork(new URL('batch.mjs', import.meta.url));
  worker.send({ material });
  return worker;
}

function run(worker, task) {
  return new Promise((resolve) => {
    const begun = cpuOf(worker);
    const gone = (what) => end({ failures: [], dead: what });
    const exited = (code, signal) => gone(`ended with ${code ?? signal}`);
    const limit = Math.max(ALONE_MS, (BATCH_MS * task.count) / BATCH);
    const watch = setInterval(() => {
      if (cpuOf(worker) - begun <= limit) return;
      gone('hang');
      worker.kill('SIGKILL');
    }, 500);
    const end = (result) => {
      clearInterval(watch);
      worker.off('message', end).off('exit', exited);
      resolve(result);
    };
    worker.on('message', end).on('exit', exited);
    worker.send(task);
  });
}

/** CPU milliseconds that a process has used, where the system tells by /proc; elsewhere the time since the epoch. */
function cpuOf({ pid }) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Date.now();
  }
}

/** Finds the input that ended a batch, by running each alone. */
async function narrow(task, dead) {
  let found = false;
  let worker = hire();
  for (let number = task.first; number < task.first + task.count; number++) {
    const result = await run(worker, { ...task, first: number, count: 1 });
    if (!result.dead) continue;
    found = true;
    fail(number, result.dead, task.retain);
    worker = hire();
  }
  worker.kill();
  if (!found) failures.push({ number: task.first, what: `${dead} in the batch that starts here, by none alone` });
}

function fail(number, what, retain) {
  const texts = material.map((file) => readFileSync(file, 'latin1'));
  mkdirSync(kept, { recursive: true });
  const file = path.join(kept, `${seed}-${number}.c`);
  writeFileSync(file, inputOf(texts, seed, number), 'latin1');
  failures.push({ number, what });
  console.log(`input ${number}${retain ? ' with retain' : ''}: ${what}\n  ${file}`);
}
