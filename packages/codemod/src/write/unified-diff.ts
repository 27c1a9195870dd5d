import { structuredPatch } from 'diff';
import type { MigratedFile } from './migrated-files.ts';

const CONTEXT_LINES = 3;

/** The changes as git shows them, with `a/` and `b/`. Text is latin-1: write it out as such to keep the bytes. */
export function unifiedDiff(files: readonly MigratedFile[]): string {
  return files.map(one).join('');
}

function one(file: MigratedFile): string {
  const before = Buffer.from(file.before).toString('latin1');
  const after = Buffer.from(file.after).toString('latin1');
  const { hunks } = structuredPatch(file.file, file.file, before, after, undefined, undefined, {
    context: CONTEXT_LINES,
  });
  if (hunks.length === 0) return '';
  const lines = [`diff --git a/${file.file} b/${file.file}`, `--- a/${file.file}`, `+++ b/${file.file}`];
  for (const hunk of hunks) {
    lines.push(`@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`, ...hunk.lines);
  }
  return `${lines.join('\n')}\n`;
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${start},${count}`;
}
