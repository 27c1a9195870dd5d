// node tools/fuzz/codemod.mjs [--inputs N] [--first N] [--seed N] [--jobs N] [PATH…]
// Mutated C through the codemod: no crash, no hang, no wrong offset, nothing changed outside the edits or by a second run.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

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
const BATCH_MS = 120_000;
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
let next = first;
let done = 0;
const started = Date.now();

await Promise.all(Array.from({ length: jobs }, crew));
const seconds = (Date.now() - started) / 1000;
console.log(
  `${done} inputs from ${material.length} files, seed ${seed}: ${failures.length} failures, ${seconds.toFixed(0)} s`,
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
    for (const failure of result.failures) await fail(failure.number, failure.what, task.retain);
    done += task.count;
    if (Math.floor(done / 10_000) > Math.floor((done - task.count) / 10_000))
      console.log(`${done} inputs, ${failures.length} failures, ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }
  await worker.terminate();
}

function hire() {
  return new Worker(new URL('batch.mjs', import.meta.url), { workerData: { material } });
}

function run(worker, task) {
  return new Promise((resolve) => {
    const gone = (what) => end({ failures: [], dead: what });
    const failed = (error) => gone(`crash: ${error.stack}`);
    const exited = (code) => gone(`ended with ${code}`);
    const timer = setTimeout(
      () => {
        gone('hang');
        void worker.terminate();
      },
      Math.max(20_000, (BATCH_MS * task.count) / BATCH),
    );
    const end = (result) => {
      clearTimeout(timer);
      worker.off('message', end).off('error', failed).off('exit', exited);
      resolve(result);
    };
    worker.on('message', end).on('error', failed).on('exit', exited);
    worker.postMessage(task);
  });
}

/** Finds the input that ended a batch, by running each alone. */
async function narrow(task, dead) {
  let found = false;
  let worker = hire();
  for (let number = task.first; number < task.first + task.count; number++) {
    const result = await run(worker, { ...task, first: number, count: 1 });
    if (!result.dead) continue;
    found = true;
    await fail(number, result.dead, task.retain);
    worker = hire();
  }
  await worker.terminate();
  if (!found) failures.push({ number: task.first, what: `${dead} in the batch that starts here, by none alone` });
}

async function fail(number, what, retain) {
  const { mutate, randomFrom } = await import('./mutate.mjs');
  const { readFileSync } = await import('node:fs');
  const random = randomFrom(seed * 1_000_003 + number);
  const read = () => readFileSync(material[random(material.length)], 'latin1');
  mkdirSync(kept, { recursive: true });
  const file = path.join(kept, `${seed}-${number}.c`);
  writeFileSync(file, mutate(read(), read(), random), 'latin1');
  failures.push({ number, what });
  console.log(`input ${number}${retain ? ' with retain' : ''}: ${what}\n  ${file}`);
}
