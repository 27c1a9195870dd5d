#!/usr/bin/env node
/**
 * How many bugs `freehandle audit` finds: plants bugs of every kind in correct drivers of a kernel tree and asks for them, each
 * driver alone. Fetches nothing; TREE is only read. Equal seeds make equal mutants.
 *
 *   node tools/bench/audit.mjs TREE [--each N] [--seed N] [--kind TEXT] [--tools freehandle,cppcheck,coccinelle,gcc]
 *                                   [--objects DIR] [--sample N] [--with FILE] [--keep DIR] [--json FILE] [--missed]
 *
 * With --sample the tools are asked for the first N mutants of every kind only.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { answerTo } from './audit/found.mjs';
import { freehandle } from './audit/freehandle.mjs';
import { coccinelle } from './audit/peers/coccinelle.mjs';
import { cppcheck } from './audit/peers/cppcheck.mjs';
import { gccAnalyzer } from './audit/peers/gcc.mjs';
import { mutantName, originalName, writeMutants } from './audit/mutant-files.mjs';
import { plantAll } from './audit/plant.mjs';
import { recallTable } from './audit/table.mjs';

const usage =
  'usage: node tools/bench/audit.mjs TREE [--each N] [--seed N] [--kind TEXT] [--tools freehandle,cppcheck,coccinelle,gcc]\n' +
  '       [--objects DIR] [--sample N] [--with FILE] [--keep DIR] [--json FILE] [--missed]';

/** Each asks its tool and tells `{ name, cpuSeconds, found, note? }`; null where it is not installed. */
const askers = {
  freehandle: (files) => freehandle(files),
  cppcheck: (files) => cppcheck(files),
  coccinelle: (files, { tree }) => coccinelle(tree, files),
  gcc: (files, { tree, objects }) => gccAnalyzer(tree, objects, files),
};

function readArguments() {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{
        each: { ...text, default: '25' },
        seed: { ...text, default: '1' },
        kind: text,
        with: text,
        objects: text,
        sample: text,
      },
      ...{ tools: { ...text, default: 'freehandle' }, keep: text, json: text, missed: { type: 'boolean' } },
    },
  });
  const [tree] = positionals;
  if (positionals.length !== 1 || !existsSync(path.join(tree, 'drivers')))
    throw new Error(`no kernel tree: ${tree ?? ''}`);
  if (!(Number(values.each) > 0)) throw new Error(`--each ${values.each}`);
  const tools = values.tools.split(',');
  for (const tool of tools) if (!Object.hasOwn(askers, tool)) throw new Error(`--tools ${tool}`);
  if (tools.includes('gcc') && values.objects === undefined) throw new Error('gcc wants --objects DIR');
  if (values.keep !== undefined && existsSync(values.keep)) throw new Error(`--keep ${values.keep} is there already`);
  return { ...values, tools, tree: path.resolve(tree), each: Number(values.each) };
}

/** In the place of an answer, where the tool was not asked; `--json` has it too. */
const UNASKED = 'not asked';

let options;
try {
  options = readArguments();
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}

const mutants = await plantAll(options.tree, { each: options.each, seed: options.seed, only: options.kind });
console.log(`${mutants.length} mutants in ${new Set(mutants.map(({ file }) => file)).size} files`);
if (mutants.length === 0) process.exit(2);

const folder =
  options.keep === undefined ? mkdtempSync(path.join(tmpdir(), 'freehandle-mutants-')) : path.resolve(options.keep);
mkdirSync(folder, { recursive: true });
if (options.keep === undefined) process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
const files = writeMutants(folder, mutants);
const asked = askedOf(mutants, options.sample);

const results = options.with === undefined ? [] : earlierAnswers(options.with);
const alarms = {};
for (const tool of options.tools) {
  const result = await askers[tool](asked.size === mutants.length ? files : only(files, asked), options);
  if (result === null) {
    console.log(`${tool} is not installed`);
    continue;
  }
  const { name, cpuSeconds, note, found } = result;
  console.log(`${name}: ${cpuSeconds.toFixed(0)} CPU s${note === undefined ? '' : `, ${note}`}`);
  const answers = mutants.map((mutant) => {
    if (!asked.has(mutant)) return UNASKED;
    const before = found.get(originalName(mutant.file)) ?? [];
    const after = found.get(mutantName(mutant.id, mutant.file)) ?? [];
    return answerTo(mutant, before, after) ?? null;
  });
  results.push({ name, cpuSeconds, note, answers });
  alarms[name] = [...found].filter(([key]) => key.startsWith('whole/')).map(([file, findings]) => ({ file, findings }));
}

console.log(`\n${recallTable(mutants, results)}\n`);
for (const [name, unmutated] of Object.entries(alarms)) {
  const all = unmutated.flatMap(({ findings }) => findings);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  console.log(
    `${name} on the unmutated files, true findings among them: ${all.length} findings` +
      `${errors === 0 ? '' : ` (${errors} errors)`} in ${unmutated.filter(({ findings }) => findings.length > 0).length} files`,
  );
}
if (options.missed) {
  const [{ answers }] = results.filter(({ name }) => name.startsWith('freehandle'));
  for (const [index, { id, kind, file, line, function: name, what }] of mutants.entries())
    if (answers[index] === null)
      console.log(`missed ${id} ${kind}: ${file}:${line} ${name}: ${what.replace(/\s+/g, ' ')}`);
}
if (options.json !== undefined) {
  const planted = mutants.map(({ id, kind, file, line, what, function: name }) => ({
    id,
    kind,
    file,
    line,
    function: name,
    what,
  }));
  writeFileSync(options.json, `${JSON.stringify({ mutants: planted, results, alarms }, null, 1)}\n`);
}

/** The first mutants of every kind; all without a number. */
function askedOf(all, sample) {
  if (sample === undefined) return new Set(all);
  const taken = new Map();
  return new Set(
    all.filter(({ kind }) => {
      taken.set(kind, (taken.get(kind) ?? 0) + 1);
      return taken.get(kind) <= Number(sample);
    }),
  );
}

/** The files of some mutants, and what those were made of. */
function only({ folder, entries }, some) {
  const names = new Set([...some].flatMap(({ id, file }) => [originalName(file), mutantName(id, file)]));
  return { folder, entries: entries.filter(({ name }) => names.has(name)) };
}

/** Other tools take an hour: their answers to the same mutants from an earlier run's `--json`. */
function earlierAnswers(file) {
  const earlier = JSON.parse(readFileSync(file, 'utf8'));
  const same = ({ id, file: where, line, what }) => [id, where, line, what].join('|');
  if (earlier.mutants.map(same).join('\n') !== mutants.map(same).join('\n')) {
    console.error(`${file} tells of other mutants`);
    process.exit(2);
  }
  return earlier.results.filter(({ name }) => !name.startsWith('freehandle') || !options.tools.includes('freehandle'));
}
