// How long a browser takes over an HTML report: node tools/bench/html.mjs [SITES]   (5000)
// Milliseconds of a page with as many sites: to open its list, to type a search, and for the slowest and the middle one of 200
// jumps through it, each with its rows drawn and laid out. Needs an installed Chromium.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { htmlPage, migrationReport } from '@freehandle/report';
import { chromium } from 'playwright-core';

const count = Number(process.argv[2] ?? 5000);
const folder = mkdtempSync(path.join(tmpdir(), 'freehandle-html-bench-'));
const file = path.join(folder, 'report.html');
const site = (index) => {
  const place = { file: `drivers/d${index % 50}/f${index}.c`, line: 40 };
  return {
    ...{ ...place, column: 2, function: `close_${index}`, before: `consistent_free(p${index})` },
    ...{ after: `consistent_free(p${index}, SIZE_${index}, h${index})`, status: 'safe', reason: null, message: null },
    ...{ size: null, handle: null, edits: [], retains: [] },
    evidence: [12, 25, 40].map((line) => ({ ...place, line, what: `station ${line}` })),
  };
};
const sites = Array.from({ length: count }, (_, index) => site(index));
const plan = {
  migration: 'consistent-free',
  root: '/',
  files: count,
  sites,
  declarations: [],
  problems: [],
  hashes: {},
};
const source = Buffer.from('\tif (dev->buffer != NULL)\t/* as long a line as any */\n'.repeat(60));
const started = performance.now();
writeFileSync(
  file,
  htmlPage({
    title: 'Many',
    version: '0.0.0',
    migration: { report: migrationReport(plan, { version: '0.0.0', ms: 0 }), diff: '' },
    readSource: () => source,
  }),
);
const made = performance.now() - started;

const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
const opening = performance.now();
await page.goto(`file://${file}#/sites`);
await page.locator('.row').first().waitFor();
const opened = performance.now() - opening;
const { searched, jumps } = await page.evaluate(async () => {
  const timed = (action) => {
    const from = performance.now();
    action();
    document.body.getBoundingClientRect();
    return performance.now() - from;
  };
  const search = document.querySelector('.search');
  const searched = timed(() => {
    search.value = 'close_43';
    search.dispatchEvent(new Event('input'));
  });
  search.value = '';
  search.dispatchEvent(new Event('input'));
  const list = document.querySelector('.list');
  const jumps = [];
  for (let jump = 0; jump < 200; jump++) {
    jumps.push(
      timed(() => {
        list.scrollTop = (list.scrollHeight * jump) / 200;
        list.dispatchEvent(new Event('scroll'));
      }),
    );
    await new Promise(requestAnimationFrame);
  }
  return { searched, jumps: jumps.sort((a, b) => a - b) };
});
const ms = (value) => `${value.toFixed(1)} ms`;
console.log(`${count} sites, ${(statSync(file).size / 2 ** 20).toFixed(1)} MiB, made in ${ms(made)}`);
console.log(
  `opened ${ms(opened)}, searched ${ms(searched)}, jump: middle ${ms(jumps[100])}, slowest ${ms(jumps.at(-1))}`,
);
await browser.close();
rmSync(folder, { recursive: true });
