/** A kernel tree in which pci_free_consistent takes two arguments, as consistent_free took one: what a migration begins with. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { argumentsAt } from '../bench/restoration/calls.mjs';
import { tokensOf } from '../bench/restoration/tokens.mjs';

export const strippedName = 'pci_free_consistent';
/** Which of the four arguments stay. */
const [device, vaddr] = [0, 2];

/** The text of a file without size and handle in calls, declarations and definitions; and how many there were of these. */
export function stripText(text) {
  const tokens = tokensOf(text);
  const stripped = [];
  for (const [index, token] of tokens.entries()) {
    if (token.text !== strippedName || token.kind !== 'word' || tokens[index + 1]?.text !== '(') continue;
    // a macro that defines it keeps its parameters: they are names, and its body may use all of them
    if (tokens[index - 1]?.kind === 'directive' && tokens[index - 1].text === 'define') continue;
    if (['.', '->'].includes(tokens[index - 1]?.text)) continue;
    const call = argumentsAt(tokens, index + 1);
    if (call?.arguments.length === 4) stripped.push({ ...call, open: tokens[index + 1].end });
  }
  for (const { arguments: given, open, end } of stripped.toReversed()) {
    const kept = [device, vaddr].map((place) => text.slice(given[place].start, given[place].end).trim());
    text = `${text.slice(0, open)}${kept.join(', ')}${text.slice(end - 1)}`;
  }
  return { text, count: stripped.length };
}

/** Strips every C file below `root` in place. @returns the number of files and places changed */
export function stripTree(root) {
  const changed = { files: 0, places: 0 };
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.[ch]$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    if (!bytes.includes(strippedName)) continue;
    const { text, count } = stripText(bytes.toString('latin1'));
    if (count === 0) continue;
    writeFileSync(file, text, 'latin1');
    changed.files += 1;
    changed.places += count;
  }
  return changed;
}
