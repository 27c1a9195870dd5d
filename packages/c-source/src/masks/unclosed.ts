import { NAME_CODE, type Sheet } from './sheet.ts';
import { NOT_MACRO } from './vocabulary.ts';

const [OPEN_PAREN, CLOSE_PAREN, CLOSE_BRACE, STAR] = [40, 41, 125, 42];

/**
 * Closes a function that lacks braces before the next one begins at token `brace`, with an error in it: it stays unparsed, and
 * what comes after it does not. Only where a brace in the first column, a head that begins a line, and a brace in the first
 * column follow each other, and there is room. False when nothing was done.
 */
export function closeBefore(sheet: Sheet, brace: number, depth: number): boolean {
  const { text, starts, ends, bytes, match } = sheet;
  const isFirstOfLine = (k: number): boolean => starts[k] === 0 || text[starts[k]! - 1] === '\n';
  if (!isFirstOfLine(brace)) return false;
  const close = sheet.before(brace);
  if (sheet.code(close) !== CLOSE_PAREN || match[close]! < 1) return false;
  let first = match[close]!;
  let names = 0;
  for (let k = sheet.before(first); k >= 0; k = sheet.before(k)) {
    if (sheet.code(k) !== NAME_CODE && sheet.code(k) !== STAR) break;
    if (names === 0 && sheet.classes[k]! & NOT_MACRO) return false;
    if (sheet.code(k) === NAME_CODE) names++;
    first = k;
  }
  const end = sheet.before(first);
  if (names < 2 || !isFirstOfLine(first) || sheet.code(end) !== CLOSE_BRACE || !isFirstOfLine(end)) return false;
  if (sheet.code(match[close]!) !== OPEN_PAREN) return false;
  const at = ends[end]!;
  for (let i = at; i <= at + depth; i++) if (bytes[i]! > 32 || i >= starts[first]!) return false;
  bytes[at] = 0x40;
  bytes.fill(CLOSE_BRACE, at + 1, at + 1 + depth);
  return true;
}
