// `npm test`: formatting, lint, package boundaries, types, unit and end-to-end tests; closes with the number of tests.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const nx = (...targets) => ['nx', 'run-many', `--targets=${targets.join(',')}`, '--outputStyle=static'];

/** What is done one after the other; of each, lanes that run side by side. */
const stages = [
  [
    [
      ['types', ['tsc', '-b']],
      ['code', [`${root}tools/build/bundle.mjs`]],
    ],
  ],
  [
    [['lint', ['eslint', '--max-warnings=0', '.']]],
    [
      ['format', ['prettier', '--check', '--log-level=warn', '.']],
      [
        'boundaries',
        [
          'depcruise',
          '--config',
          '.dependency-cruiser.mjs',
          ...readdirSync(`${root}packages`).map((p) => `packages/${p}/src`),
        ],
      ],
      ['public API', [`${root}tools/api-docs/check.mjs`]],
      ["the benchmark's scorer", [`${root}tools/bench/restoration/selftest.mjs`]],
      ['the planted bugs', [`${root}tools/bench/audit/selftest.mjs`]],
    ],
  ],
  [[['unit and end-to-end', [...nx('unit', 'end-to-end'), '--parallel=2']]]],
];

const projects = [...readdirSync(`${root}packages`).map((p) => `packages/${p}`), 'test'];
for (const project of projects) rmSync(`${root}${project}/.test-results`, { recursive: true, force: true });

let failedSteps = 0;
for (const lanes of stages) await Promise.all(lanes.map((steps) => inTurn(steps, lanes.length > 1)));

let passed = 0;
let failed = 0;
for (const project of projects) {
  const file = `${root}${project}/.test-results/vitest.json`;
  if (!existsSync(file)) continue;
  const result = JSON.parse(readFileSync(file, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failedSteps === 0 && failed === 0 && passed > 0 ? 0 : 1;

async function inTurn(steps, isBesideOthers) {
  for (const [title, [program, ...args]] of steps) {
    if (!isBesideOthers) console.log(`\n── ${title}`);
    const started = Date.now();
    const script = program.endsWith('.mjs');
    const child = spawn(script ? process.execPath : `${root}node_modules/.bin/${program}`, script ? [program] : args, {
      cwd: root,
      stdio: isBesideOthers ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
    });
    // steps that run side by side say what they have to say one after the other
    const said = isBesideOthers ? [`\n── ${title}\n`] : [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => said.push(bytes));
    const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    for (const part of said) process.stdout.write(part);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`── ${title}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
    if (status !== 0) failedSteps += 1;
  }
}
