#!/usr/bin/env node
/**
 * Bugs planted into drivers, and whether running finds them: `node tools/bench/planted.mjs [-v] [--kernel-tree DIR [--files N] [FILE...]]`.
 * Mutants of examples/, migrated (those about reserved pages as they are); with a tree, also of its drivers whose free sites run: FILEs, or the first N of them.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { globSync } from 'tinyglobby';
import { internals } from '../build/internals.mjs';
import { kinds, mutantsOf } from './planted/kinds.mjs';

const { verifyHere, defaultOptions, LinearMemory, wasmClang, cachedToolchain } = await internals(
  'verifier',
  'verify-driver',
  'driver-input',
  'memory/linear-memory',
  'toolchain/wasm-clang',
  'toolchain/cached-toolchain',
);
const { consistentFree, migratedFiles, planMigration } = await import('@freehandle/codemod');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'kernel-tree': { type: 'string' },
    files: { type: 'string', default: '12' },
    verbose: { type: 'boolean', short: 'v', default: false },
  },
});
const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const cache = path.join(tmpdir(), 'freehandle-planted');
const workbench = { toolchain: cachedToolchain(wasmClang(), cache), memory: new LinearMemory() };
const verify = async (input) => (await verifyHere(input, workbench, defaultOptions)).verdict;

const rows = new Map(Object.keys(kinds).map((name) => [name, { examples: [0, 0], tree: [0, 0], missed: [] }]));
const unmutated = [];

/** Plants every kind into one driver, in the form that the kind is for. */
async function plant(group, migrated, original) {
  const forms = new Map();
  for (const [name, kind] of Object.entries(kinds)) {
    const input = kind.original ? original : migrated;
    if (!forms.has(input)) forms.set(input, await verify(input));
    const base = forms.get(input);
    if (base.error) continue;
    const text = Buffer.from(input.source).toString('latin1');
    const lines = base.sites
      .filter(({ file, status }) => file === input.file && status === 'verified')
      .map(({ line }) => line);
    for (const mutant of mutantsOf(kind, text, lines)) {
      const row = rows.get(name);
      const verdict = await verify({ ...input, source: Buffer.from(mutant, 'latin1') });
      if (verdict.error) {
        row.missed.push(`${input.file}: not run: ${verdict.error.message} (line ${verdict.error.line})`);
        continue;
      }
      const fresh = newRules(base, verdict);
      const isCaught = kind.rules.some((rule) => fresh.includes(rule));
      row[group][1]++;
      if (isCaught) row[group][0]++;
      else row.missed.push(`${input.file}: new: ${fresh.join(' ') || 'nothing'}; ${firstChange(text, mutant)}`);
    }
  }
  const told = [...new Set([...forms.values()].flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
  unmutated.push(`${migrated.file}: ${told.join(' ') || 'none'}`);
  return forms.get(migrated);
}

/** Rules broken more often than before, or now without a fault, or elsewhere. */
function newRules(base, verdict) {
  const key = ({ rule, file, function: name, run }) => `${rule} ${file} ${name} ${run?.faults.length ? 'fault' : ''}`;
  const count = (findings, wanted) => findings.filter((finding) => key(finding) === wanted).length;
  const more = verdict.findings.filter((one) => count(verdict.findings, key(one)) > count(base.findings, key(one)));
  return [...new Set(more.map(({ rule }) => rule))];
}

function firstChange(text, mutant) {
  const [a, b] = [text.split('\n'), mutant.split('\n')];
  const line = a.findIndex((one, index) => one !== b[index]);
  return `line ${line + 1}: ${(b[line] ?? '').trim()}`;
}

const files = globSync(['**/*.[ch]'], { cwd: examples, absolute: true });
const changed = await migratedFiles(
  await planMigration(files, { migration: consistentFree, root: examples, retain: true }),
  {
    include: ['safe', 'review'],
  },
);
const overlay = Object.fromEntries(changed.map(({ file, after }) => [path.resolve(examples, file), after]));
for (const file of globSync('drivers/**/*.c', { cwd: examples }).sort()) {
  const original = {
    file,
    root: examples,
    source: readFileSync(examples + file),
    includeRoots: [`${examples}include`],
    overlay: {},
  };
  const migrated = { ...original, source: overlay[path.resolve(examples, file)] ?? original.source, overlay };
  await plant('examples', migrated, original);
}

const tree = values['kernel-tree'] && path.resolve(values['kernel-tree']);
let planted = 0;
if (tree) {
  const named =
    positionals.length > 0
      ? positionals
      : globSync('drivers/{net,sound,scsi,block,usb,atm,char,ieee1394}/**/*.c', { cwd: tree }).sort();
  for (const file of named) {
    if (positionals.length === 0 && planted >= Number(values.files)) break;
    const source = readFileSync(path.join(tree, file));
    if (!/\bpci_free_consistent\b/.test(source.toString('latin1'))) continue;
    const input = { file, root: tree, source, includeRoots: [], overlay: {}, kernelTree: tree };
    const base = await verify(input);
    if (base.error || !base.sites.some(({ status }) => status === 'verified')) continue;
    await plant('tree', input, input);
    planted++;
    console.error(`planted into ${file}`);
  }
}

const line = (cells) =>
  `| ${cells.map((cell, index) => String(cell)[index === 0 ? 'padEnd' : 'padStart'](index === 0 ? 42 : 12)).join(' | ')} |`;
console.log(line(['kind', 'examples', tree ? 'tree' : '', 'caught']));
console.log(`|${'-'.repeat(44)}|${'-'.repeat(14)}|${'-'.repeat(14)}|${'-'.repeat(14)}|`);
const sums = { examples: [0, 0], tree: [0, 0] };
const share = ([caught, all]) => (all === 0 ? '' : `${caught} of ${all}`);
for (const [name, row] of rows) {
  for (const group of ['examples', 'tree']) for (const part of [0, 1]) sums[group][part] += row[group][part];
  const [caught, all] = [row.examples[0] + row.tree[0], row.examples[1] + row.tree[1]];
  console.log(
    line([name, share(row.examples), share(row.tree), all === 0 ? '' : `${((100 * caught) / all).toFixed(0)} %`]),
  );
}
const [caught, all] = [sums.examples[0] + sums.tree[0], sums.examples[1] + sums.tree[1]];
console.log(line(['all', share(sums.examples), share(sums.tree), `${((100 * caught) / all).toFixed(1)} %`]));
const missed = [...rows].flatMap(([name, row]) => row.missed.map((text) => `${name}: ${text}`));
if (missed.length > 0) console.log(`\nnot caught, or not run:\n${missed.map((text) => `  ${text}`).join('\n')}`);
console.log(`\nrules broken by the drivers as they are:\n${unmutated.map((text) => `  ${text}`).join('\n')}`);
