import type { Span } from '../span.ts';
import type { Outline } from './outline.ts';
import { skeletonOf, type Detail } from './skeleton.ts';

/**
 * `text` with the bodies of functions blanked but for what `details` asks to be shown; equal in length, with every line
 * end in its place. `details` goes with the outline's functions. What cannot be told apart with certainty stays whole.
 */
export function prune(outline: Outline, details: readonly Detail[]): string {
  const { text, starts, ends } = outline.lexemes;
  const blanks: Span[] = [];
  for (const [index, definition] of outline.functions.entries()) {
    const detail = details[index] ?? 'whole';
    if (detail === 'whole') continue;
    const kept = skeletonOf(outline, definition, detail.calls);
    if (!kept) continue;
    let position = ends[definition.open]!;
    for (const span of kept) {
      if (span.start > position) blanks.push({ start: position, end: span.start });
      position = span.end;
    }
    blanks.push({ start: position, end: starts[definition.close]! });
  }
  return blanked(text, blanks);
}

const [NEWLINE, RETURN, SPACE] = [10, 13, 32];

/** Latin-1 text with blanks in place of the spans, which are in order; line ends stay. */
export function blanked(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const bytes = Buffer.from(text, 'latin1');
  for (const { start, end } of spans) {
    for (let i = start; i < end; i++) if (bytes[i] !== NEWLINE && bytes[i] !== RETURN) bytes[i] = SPACE;
  }
  return bytes.toString('latin1');
}
