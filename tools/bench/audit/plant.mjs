/** Chooses files, plants the bugs, and drops what no longer parses. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { engineFor, mask } from '../../../packages/c-source/dist/index.js';
import { driverFile } from './driver-file.mjs';
import { mentions } from './families.mjs';
import { kinds } from './kinds/all.mjs';
import { shuffled } from './random.mjs';

const folders = ['drivers', 'sound'];
const largest = 400_000;

/** Sources of the tree's drivers that free memory of one of the families, relative to the tree. */
export function carriers(tree) {
  const files = [];
  for (const folder of folders) {
    for (const entry of readdirSync(path.join(tree, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.c')) continue;
      const file = path.join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'latin1');
      if (text.length <= largest && mentions.test(text)) files.push(path.relative(tree, file));
    }
  }
  return files.sort();
}

/**
 * `each` mutants of every kind, where the tree has places for so many; as many files as can be. Equal seeds and trees make
 * equal mutants.
 *
 * @returns `[{ id, kind, fits, file, functions, line, what, original, text }]`
 */
export async function plantAll(tree, { each, seed, only }) {
  const engine = await engineFor();
  const parsed = new Map();
  const files = shuffled(carriers(tree), seed, (file) => file);
  const opened = new Map();
  const used = new Map();
  const mutants = [];
  for (const kind of kinds.filter(({ name }) => only === undefined || name.includes(only))) {
    const spare = [];
    let planted = 0;
    const take = (file, candidate) => {
      const { text, lineOf } = opened.get(file);
      const mutated = withEdits(text, candidate.edits);
      if (mutated === text || broken(engine, mutated) > errorsOf(engine, parsed, file, text)) return;
      planted += 1;
      used.set(file, (used.get(file) ?? 0) + 1);
      mutants.push({
        id: `${String(mutants.length + 1).padStart(4, '0')}`,
        kind: kind.name,
        fits: kind.fits,
        file,
        function: candidate.site.function.name,
        functions: [...new Set([candidate.site.function.name, ...(candidate.elsewhere ?? [])])],
        line: lineOf(candidate.site.start),
        what: candidate.what,
        original: text,
        text: mutated,
      });
    };
    // one in each file first, the files used least before the others; then what is left
    const order = [...files].sort((a, b) => Math.min(1, used.get(a) ?? 0) - Math.min(1, used.get(b) ?? 0));
    for (const file of order) {
      if (planted >= each) break;
      if (!opened.has(file)) opened.set(file, driverFile(readFileSync(path.join(tree, file), 'latin1')));
      const candidates = shuffled(
        kind.plant(opened.get(file)),
        seed,
        ({ site }) => `${kind.name} ${file} ${site.start}`,
      );
      if (candidates.length === 0) continue;
      take(file, candidates[0]);
      spare.push(...candidates.slice(1, 3).map((candidate) => ({ file, candidate })));
    }
    for (const { file, candidate } of spare) {
      if (planted >= each) break;
      take(file, candidate);
    }
  }
  return mutants;
}

/** The text with the edits made; lines that an edit takes away are left empty, so that no other line moves. */
export function withEdits(text, edits) {
  let out = text;
  for (const { start, end, text: put } of [...edits].sort((a, b) => b.start - a.start)) {
    const lost = linesIn(text.slice(start, end)) - linesIn(put);
    out = out.slice(0, start) + put + '\n'.repeat(Math.max(0, lost)) + out.slice(end);
  }
  return out;
}

const linesIn = (text) => text.split('\n').length - 1;

function errorsOf(engine, parsed, file, text) {
  if (!parsed.has(file)) parsed.set(file, broken(engine, text));
  return parsed.get(file);
}

/** Places of a text that do not parse. */
function broken(engine, text) {
  const tree = engine.parse(mask(text).text, 60_000);
  if (!tree) return Number.MAX_SAFE_INTEGER;
  let errors = 0;
  const pending = [tree];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'ERROR' || node.missing) errors += 1;
    else pending.push(...node.children);
  }
  return errors;
}
