import type { Span } from '../span.ts';

/** Lines that a string may go on in. */
const MAX_LINES = 60;

/**
 * Closes strings that go on over lines, as old compilers took them: the first line end closes them, the rest is blanked.
 * Only where no statement ends in between, and what follows the closing quote goes on a list of arguments.
 */
export function closeStrings(text: string, open: readonly Span[]): string {
  let result: Buffer | null = null;
  let position = 0;
  for (const { start } of open) {
    if (start < position || text[start] !== '"') continue;
    const close = closingQuote(text, start);
    if (close < 0) continue;
    result ??= Buffer.from(text, 'latin1');
    for (let at = start + 1; at <= close; at++) if (result[at] !== 10 && result[at] !== 13) result[at] = 32;
    if (text.charCodeAt(start + 1) > 32) result[start + 1] = 34;
    else result[start] = 32;
    position = close;
  }
  return result ? result.toString('latin1') : text;
}

function closingQuote(text: string, start: number): number {
  let lines = 0;
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '\n' && ++lines > MAX_LINES) return -1;
    else if (char === ';' || (char === '#' && lines > 0)) return -1;
    else if (char === '"') return lines > 0 && /^\s*[),]/.test(text.slice(at + 1, at + 40)) ? at : -1;
  }
  return -1;
}
