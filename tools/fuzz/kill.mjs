// node tools/fuzz/kill.mjs [--times N] [--files N] [--seed N]
// kill -9 at a random moment of `freehandle migrate --write`: every file is whole, old or new, and the next run succeeds.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomFrom } from './mutate.mjs';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    files: { type: 'string', default: '200' },
    seed: { type: 'string', default: '2002' },
  },
});
const times = Number(values.times);
const files = Number(values.files);
const random = randomFrom(Number(values.seed));
const binary = fileURLToPath(new URL('../../packages/cli/bin/freehandle.js', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'freehandle-kill-'));

/** Drivers that differ in size. */
const driver = (i) =>
  [
    `struct chan${i} { void *mem; dma_addr_t bus; };`,
    `/* ${'x'.repeat((i * 977) % 60_000)} */`,
    `int up${i}(struct chan${i} *c) { c->mem = consistent_alloc(GFP_KERNEL, ${64 * (i + 1)}, &c->bus); return c->mem ? 0 : -1; }`,
    `void down${i}(struct chan${i} *c) { if (c->mem) consistent_free(c->mem); }`,
    '',
  ].join('\n');
const names = Array.from({ length: files }, (_, i) => `d${i % 10}/f${i}.c`);
const old = names.map((_, i) => driver(i));
const put = () => {
  for (let d = 0; d < 10; d++) rmSync(path.join(folder, `d${d}`), { recursive: true, force: true });
  for (const [i, name] of names.entries()) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), old[i]);
  }
};

/** Runs the command; `kill` is asked every millisecond, with the time since the start, whether it is to be killed. */
function migrate(kill) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [binary, 'migrate', '--write', '--no-cache', '-q', '-f', 'json', '.'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const begun = Date.now();
    const watch = kill
      ? setInterval(() => {
          if (kill(Date.now() - begun)) child.kill('SIGKILL');
        }, 1)
      : null;
    child.on('close', (code, signal) => {
      if (watch) clearInterval(watch);
      resolve({ code, signal, said, ms: Date.now() - begun });
    });
  });
}

put();
const whole = await migrate(null);
const fresh = names.map((name) => readFileSync(path.join(folder, name), 'latin1'));
if (fresh.some((text, i) => text === old[i])) throw new Error('a run that is let be does not migrate every file');
console.log(`a run that is let be: ${whole.ms} ms, exit code ${whole.code}`);
const isReplaced = (name) => readFileSync(path.join(folder, name), 'latin1') !== old[names.indexOf(name)];
const leftovers = () =>
  readdirSync(folder, { recursive: true }).filter((name) => path.basename(name).startsWith('.freehandle-')).length;

const count = { killed: 0, finished: 0, allOld: 0, allNew: 0, mixed: 0, broken: 0, withLeftovers: 0, failedAfter: 0 };
for (let run = 0; run < times; run++) {
  put();
  // A third anywhere; a third soon after the first sign of writing; a third soon after the first file was replaced.
  const sign = [() => true, () => leftovers() > 0, () => isReplaced(names[0])][run % 3];
  const delay = random([Math.max(1, whole.ms), 40, 12][run % 3]);
  let seen = null;
  const { signal } = await migrate((ms) => {
    seen ??= sign() ? ms : null;
    return seen !== null && ms >= seen + delay;
  });
  count[signal === 'SIGKILL' ? 'killed' : 'finished']++;
  let renewed = 0;
  for (const [i, name] of names.entries()) {
    const text = readFileSync(path.join(folder, name), 'latin1');
    if (text === fresh[i]) renewed++;
    else if (text !== old[i]) {
      count.broken++;
      console.log(`run ${run}: ${name} is neither old nor new (${text.length} bytes)`);
    }
  }
  count[renewed === 0 ? 'allOld' : renewed === files ? 'allNew' : 'mixed']++;
  if (leftovers() > 0) count.withLeftovers++;
  const after = await migrate(null);
  const left = names.filter((name, i) => readFileSync(path.join(folder, name), 'latin1') !== fresh[i]).length;
  if (after.code !== 0 || left > 0 || leftovers() > 0) {
    count.failedAfter++;
    console.log(
      `run ${run}: the run after the kill ended with ${after.code}, ${left} files not new, ${leftovers()} of its own left`,
    );
    console.log(after.said);
  }
  if ((run + 1) % 20 === 0) console.log(`${run + 1} of ${times}: ${JSON.stringify(count)}`);
}
rmSync(folder, { recursive: true, force: true });
console.log(`${times} runs over ${files} files: ${JSON.stringify(count)}`);
process.exit(count.broken === 0 && count.failedAfter === 0 ? 0 : 1);
