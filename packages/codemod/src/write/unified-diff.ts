import type { Edit } from '@freehandle/c-source';
import type { MigratedFile } from './migrated-files.ts';

const CONTEXT_LINES = 3;

/** Lines `from` to `to` (exclusive, from 0) of the old text, and what takes their place. Lines keep their ends. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/**
 * The changes as git shows them, with `a/` and `b/`. Text is latin-1: write it out as such to keep the bytes. Made from the
 * edits: where the changes are is known, and comparing whole files to find it again took longer than all the rest.
 */
export function unifiedDiff(files: readonly MigratedFile[]): string {
  return files.map(one).join('');
}

function one({ file, before, edits }: MigratedFile): string {
  const text = Buffer.from(before.buffer, before.byteOffset, before.byteLength).toString('latin1');
  const starts = lineStarts(text);
  const hunks = grouped(changesOf(text, starts, edits));
  if (hunks.length === 0) return '';
  const linesOf = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, i) => text.slice(starts[from + i], starts[from + i + 1]));
  const [a, b] = [`a/${file}`, `b/${file}`].map(nameInDiff) as [string, string];
  // Where a name with blanks ends, a tab says.
  const end = file.includes(' ') ? '\t\n' : '\n';
  const shown = [`diff --git ${a} ${b}\n`, `--- ${a}${end}`, `+++ ${b}${end}`];
  let shift = 0;
  for (const changes of hunks) {
    const from = Math.max(0, changes[0]!.from - CONTEXT_LINES);
    const to = Math.min(starts.length - 1, changes[changes.length - 1]!.to + CONTEXT_LINES);
    const grown = changes.reduce((sum, change) => sum + change.lines.length - (change.to - change.from), 0);
    shown.push(`@@ -${range(from, to - from)} +${range(from + shift, to - from + grown)} @@\n`);
    let at = from;
    for (const change of changes) {
      shown.push(...marked(' ', linesOf(at, change.from)));
      shown.push(...marked('-', linesOf(change.from, change.to)), ...marked('+', change.lines));
      at = change.to;
    }
    shown.push(...marked(' ', linesOf(at, to)));
    shift += grown;
  }
  return shown.join('');
}

/** A name as its bytes, in C's quotes where it holds what would break the line: what `git apply` reads. */
function nameInDiff(name: string): string {
  const bytes = Buffer.from(name).toString('latin1');
  const odd = /["\\\x00-\x1f\x7f]/g;
  const octal = (char: string): string => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return odd.test(bytes) ? `"${bytes.replace(odd, octal)}"` : bytes;
}

/** Where each line begins, and the length of the text as the last one. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  if (starts[starts.length - 1] !== text.length) starts.push(text.length);
  return starts;
}

/** The lines that edits change, in order; lines at either end of a change that stay are not in it. */
function changesOf(text: string, starts: readonly number[], edits: readonly Edit[]): Change[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const changes: Change[] = [];
  let line = 0;
  for (let i = 0; i < sorted.length;) {
    while (line + 2 < starts.length && starts[line + 1]! <= sorted[i]!.start) line++;
    const from = line;
    let to = line + 1;
    let position = starts[from]!;
    let changed = '';
    for (let edit = sorted[i]; edit && (edit.start < starts[to]! || edit.start === text.length); edit = sorted[++i]) {
      changed += text.slice(position, edit.start) + edit.text;
      position = edit.end;
      while (to + 1 < starts.length && starts[to]! <= position) to++;
    }
    changed += text.slice(position, starts[to]);
    for (const change of trimmed(text, starts, from, to, changed.match(/[^\n]*\n|[^\n]+$/g) ?? [])) {
      const last = changes[changes.length - 1];
      // Lines that go one after the other go together, before what takes their place.
      if (last?.to === change.from) changes.splice(-1, 1, joined(last, change));
      else changes.push(change);
    }
    line = to - 1;
  }
  return changes;
}

function joined(a: Change, b: Change): Change {
  return { from: a.from, to: b.to, lines: [...a.lines, ...b.lines] };
}

function trimmed(
  text: string,
  starts: readonly number[],
  from: number,
  to: number,
  lines: readonly string[],
): readonly Change[] {
  const old = (at: number): string => text.slice(starts[at], starts[at + 1]);
  const shorter = Math.min(to - from, lines.length);
  let head = 0;
  while (head < shorter && old(from + head) === lines[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old(to - 1 - tail) === lines[lines.length - 1 - tail]) tail++;
  const change = { from: from + head, to: to - tail, lines: lines.slice(head, lines.length - tail) };
  return change.from === change.to && change.lines.length === 0 ? [] : [change];
}

/** Changes that share lines of context stand in one hunk. */
function grouped(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const hunk = hunks[hunks.length - 1];
    const last = hunk?.[hunk.length - 1];
    if (hunk && last && change.from - last.to <= 2 * CONTEXT_LINES) hunk.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) => (line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`));
}

function range(from: number, count: number): string {
  return count === 1 ? String(from + 1) : `${count === 0 ? from : from + 1},${count}`;
}
