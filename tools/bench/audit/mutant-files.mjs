/** Mutants and the files they were made of, written where tools can read them, each alone in a folder; and what a tool said, by file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { driverFile } from './driver-file.mjs';
import { functionAt } from './found.mjs';

/** @returns `{ folder, entries: [{ name, file, text }] }`; `name` is `id/base.c` of a mutant, `whole/PATH/base.c` of an original */
export function writeMutants(folder, mutants) {
  const entries = new Map();
  for (const { id, file, original, text } of mutants) {
    entries.set(originalName(file), { name: originalName(file), file, text: original });
    const name = mutantName(id, file);
    entries.set(name, { name, file, text });
  }
  for (const { name, text } of entries.values()) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text, 'latin1');
  }
  return { folder, entries: [...entries.values()] };
}

export const originalName = (file) => `whole/${file.replaceAll('/', '__').replace(/\.c$/, '')}/${path.basename(file)}`;
export const mutantName = (id, file) => `${id}/${path.basename(file)}`;

/** Lines `NAME:LINE: MESSAGE` (a column may follow the line) as findings by name; a place told twice counts once. */
export function findingsByName(output, { folder, entries }) {
  const texts = new Map(entries.map(({ name, text }) => [name, text]));
  const files = new Map();
  const found = new Map();
  for (const row of output.split('\n')) {
    const match = /^(.+?\.c):(\d+):(?:\d+:|[\d-]+:)?\s*(.*)$/.exec(row);
    if (match === null) continue;
    const name = path.isAbsolute(match[1]) ? path.relative(folder, match[1]) : path.normalize(match[1]);
    if (!texts.has(name)) continue;
    if (!files.has(name)) files.set(name, driverFile(texts.get(name)));
    const line = Number(match[2]);
    const list = found.get(name) ?? [];
    const finding = { line, function: functionAt(files.get(name), line), message: match[3] };
    if (!list.some((other) => other.line === line && other.message === finding.message)) list.push(finding);
    found.set(name, list);
  }
  return found;
}
