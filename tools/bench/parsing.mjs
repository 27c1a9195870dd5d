/**
 * Parses the files of a tree that mention a DMA API, as they are and after masking, and says which are clean: no error
 * and no invented token anywhere. Masks learn from the headers that a file includes by name, as they do in a migration. Where spatch is installed, `spatch --parse-c` is measured on the same files.
 *
 *     npm run build && node tools/bench/parsing.mjs TREE [--every N] [--list] [--no-peer] [--json FILE]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { argv, cpuUsage, exit, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { engineFor, includesOf, lex, macroShapes, mask } from '../../packages/c-source/dist/index.js';
import { headerReader } from '../../packages/codemod/dist/index.js';
import { releaseOf } from './restoration/release.mjs';

const API =
  /\b(?:dma_alloc_coherent|dma_free_coherent|pci_alloc_consistent|pci_free_consistent|consistent_alloc|consistent_free)\b/;

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    every: { type: 'string' },
    list: { type: 'boolean' },
    'no-peer': { type: 'boolean' },
    json: { type: 'string' },
  },
});
const [tree] = positionals;
if (!tree) {
  stdout.write('usage: node tools/bench/parsing.mjs TREE [--every N] [--list] [--no-peer] [--json FILE]\n');
  exit(2);
}
const root = resolve(tree);
const every = Number(values.every ?? 1);

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.[ch]$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()
  .filter((path) => API.test(readFileSync(path, 'latin1')))
  .filter((_path, index) => index % every === 0);

/** The bytes that lie in errors; −1 for a tree that was not made. An invented token counts as one byte. */
function brokenBytes(tree) {
  if (!tree) return -1;
  let bytes = 0;
  const pending = [tree];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'ERROR' || node.missing) bytes += Math.max(1, node.end - node.start);
    else pending.push(...node.children);
  }
  return bytes;
}

const engine = await engineFor();
const headers = headerReader(engine, root);

/** What the headers of a file say of macros. A migration reads them in any case, so this is not timed. */
function macrosOfHeaders(path, text) {
  return headers(path, includesOf(lex(text)), []).macros;
}

const totals = { bytes: 0, raw: { clean: 0, broken: 0, ms: 0 }, masked: { clean: 0, broken: 0, ms: 0 } };
const unclean = [];
for (const path of files) {
  const text = readFileSync(path, 'latin1');
  totals.bytes += text.length;
  const known = macrosOfHeaders(path, text);
  for (const [how, prepare] of [
    ['raw', (it) => it],
    ['masked', (it) => mask(it, macroShapes(lex(it), known)).text],
  ]) {
    const before = cpuUsage().user;
    const broken = brokenBytes(engine.parse(prepare(text), 60_000));
    totals[how].ms += (cpuUsage().user - before) / 1000;
    if (broken === 0) totals[how].clean++;
    else if (how === 'masked') unclean.push(`${relative(root, path)} ${broken} bytes`);
    totals[how].broken += broken < 0 ? text.length : broken;
  }
}

const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
const row = (name, { clean, broken, ms }) =>
  `${name.padEnd(22)} ${percent(clean, files.length).padStart(9)} ${percent(totals.bytes - broken, totals.bytes).padStart(9)} ` +
  `${(totals.bytes / 1000 / Math.max(1, ms)).toFixed(1).padStart(8)}\n`;
stdout.write(`${files.length} files, ${(totals.bytes / 1e6).toFixed(1)} MB\n`);
stdout.write(`${''.padEnd(22)} ${'files'.padStart(9)} ${'bytes'.padStart(9)} ${'MB/s CPU'.padStart(8)}\n`);
stdout.write(row('tree-sitter, raw', totals.raw) + row('tree-sitter, masked', totals.masked));
const peer = values['no-peer'] ? null : spatch();
if (peer) stdout.write(`${row('spatch --parse-c', peer).trimEnd()} (lines, not bytes; wall, with its start)\n`);
if (values.list) stdout.write(`${unclean.join('\n')}\n`);

if (values.json !== undefined) {
  const { raw, masked } = totals;
  const of = ({ clean }) => clean;
  const figures = { files: files.length, every, raw: of(raw), masked: of(masked), spatch: peer && of(peer) };
  writeFileSync(values.json, JSON.stringify({ tree: releaseOf(root), ...figures }, null, 1));
}

/** What `spatch --parse-c` makes of the same files; a line it could not parse counts as bad. Null where it is not installed. */
function spatch() {
  if (spawnSync('spatch', ['--version']).status !== 0) {
    stdout.write('spatch is not installed\n');
    return null;
  }
  let clean = 0;
  let good = 0;
  let bad = 0;
  const before = performance.now();
  for (const path of files) {
    let output = '';
    try {
      output = execFileSync('spatch', ['--parse-c', path], { encoding: 'latin1', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      output = String(error.stdout ?? '');
    }
    const [, right, wrong] = /nb good = (\d+),\s*nb bad = (\d+)/.exec(output) ?? [null, '0', '1'];
    good += Number(right);
    bad += Number(wrong);
    if (Number(wrong) === 0) clean++;
  }
  // As a share of the bytes, so that one row serves all.
  return { clean, broken: (totals.bytes * bad) / Math.max(1, good + bad), ms: performance.now() - before };
}
