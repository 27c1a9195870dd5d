import type { Span } from '../span.ts';
import type { Outline } from './outline.ts';
import { skeletonOf, type Detail } from './skeleton.ts';

/** How much of a file is shown to the parser; what has no entry is shown whole. */
export interface Shown {
  /** For each function of the outline. */
  readonly functions: readonly Detail[];
  /** For each value of the outline: whether what is between its braces is shown. */
  readonly values: readonly boolean[];
}

/**
 * The text of the outline with blanks in place of what is not shown; equal in length, with every line end in its place.
 * Functions whose statements cannot be told apart with certainty stay whole.
 */
export function prune(outline: Outline, shown: Shown): string {
  const { text, starts, ends } = outline.lexemes;
  const blanks: Span[] = [];
  for (const [index, definition] of outline.functions.entries()) {
    const detail = shown.functions[index] ?? 'whole';
    const kept = detail === 'whole' ? null : skeletonOf(outline, definition, detail);
    if (!kept) continue;
    let position = ends[definition.open]!;
    for (const span of kept) {
      if (span.start > position) blanks.push({ start: position, end: span.start });
      position = span.end;
    }
    blanks.push({ start: position, end: starts[definition.close]! });
  }
  for (const [index, { open, close }] of outline.values.entries())
    if (shown.values[index] === false) blanks.push({ start: ends[open]!, end: starts[close]! });
  return blanked(text, blanks);
}

const [NEWLINE, RETURN, SPACE] = [10, 13, 32];

/** Latin-1 text with blanks in place of the spans; line ends stay. */
export function blanked(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const bytes = Buffer.from(text, 'latin1');
  for (const { start, end } of spans) {
    for (let i = start; i < end; i++) if (bytes[i] !== NEWLINE && bytes[i] !== RETURN) bytes[i] = SPACE;
  }
  return bytes.toString('latin1');
}
