import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Finding, ProvisionalFinding } from '../finding.ts';

/** Bytes of a file that is read for names; larger ones are tables of a generator. */
const LARGEST = 2_000_000;

/**
 * The findings that hold, `file`s being relative to `root`: those that speak of no other file, and those of members whose
 * value no other file in the folder reads other than to follow it.
 */
export function borneOutByOtherFiles(root: string, findings: readonly ProvisionalFinding[]): Finding[] {
  const texts = new Map<string, ReadonlyMap<string, string>>();
  return findings
    .filter(({ file, elsewhere, function: maker }) => {
      if (elsewhere === null) return true;
      const folder = dirname(join(root, file));
      if (!texts.has(folder)) texts.set(folder, sourcesIn(folder));
      const uses = new RegExp(
        `(?:->|\\.)\\s*${elsewhere}\\b(?!\\s*(?:->|\\.|\\(|\\[[^\\]]*\\]\\s*(?:->|\\.|=[^=])|=[^=]|\\w))`,
      );
      // What defines the same function is another version of the file.
      const same = new RegExp(`\\b${maker}\\s*\\([^;{}]*\\)\\s*\\{`);
      return [...texts.get(folder)!].every(
        ([name, text]) => name === basename(file) || !uses.test(text) || same.test(text),
      );
    })
    .map(({ elsewhere, ...finding }) => finding);
}

function sourcesIn(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile() || !/\.[ch]$/.test(entry.name)) continue;
    const text = readFileSync(join(folder, entry.name), 'latin1');
    if (text.length <= LARGEST) found.set(entry.name, text);
  }
  return found;
}
