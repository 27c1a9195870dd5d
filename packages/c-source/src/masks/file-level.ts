import { maskInitialiser } from './statements.ts';
import { DIRECTIVE_CODE, NAME_CODE, type Sheet } from './sheet.ts';
import { NOT_MACRO, STORAGE } from './vocabulary.ts';
import { codeBefore, type Walk } from './walk.ts';

const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACKET, OPEN_BRACE, CLOSE_BRACE, SEMICOLON, COMMA, STOP, EQUALS, STAR] = [
  40, 41, 91, 123, 125, 59, 44, 46, 61, 42,
];
const capitals = /^[A-Z_][A-Z0-9_]*$/;

/** Masks `static NAME(…);`, `NAME(…)` before the next declaration, and heads of functions that name no type. */
export function maskFileMacro(walk: Walk, k: number): void {
  const { sheet } = walk;
  const { codes, classes, match } = sheet;
  if (sheet.code(k + 1) !== OPEN_PAREN || classes[k]! & NOT_MACRO) return;
  const close = match[k + 1]!;
  if (close < 0) return;
  let first = k;
  while (first > 0 && codes[first - 1] === NAME_CODE && classes[first - 1]! & STORAGE) first--;
  const { previous } = walk;
  const beforeFirst = first === k ? previous : sheet.before(first);
  const before = beforeFirst < 0 ? SEMICOLON : sheet.after[beforeFirst]! || codes[beforeFirst]!;
  if (before !== SEMICOLON && before !== CLOSE_BRACE && before !== CLOSE_PAREN) return;
  if (first === k && codeBefore(walk) === NAME_CODE) return;
  const next = sheet.next(close);
  const following = sheet.code(next);
  if (following === OPEN_BRACE) {
    if (!maskHead(sheet, k, close)) nameType(sheet, k);
    return;
  }
  const word = sheet.word(k);
  const isMacroName = capitals.test(word) && /[A-Z]/.test(word);
  if (following === STOP && first === k) {
    maskWithout(sheet, k, next);
    return;
  }
  const isEnded = following === SEMICOLON;
  const isGiven = following === EQUALS && first < k;
  const isFollowed =
    following === NAME_CODE &&
    (isMacroName || sheet.code(next + 1) === OPEN_PAREN || sheet.shapes[k]! !== 0) &&
    sheet.isLineBetween(close, next);
  const isLast = next >= sheet.count;
  if (!isEnded && !isFollowed && !isGiven && !isLast) return;
  if (isGiven && !maskInitialiser(sheet, close, next)) {
    let end = next;
    while (end < sheet.count && codes[end] !== SEMICOLON && codes[end] !== DIRECTIVE_CODE && codes[end] !== OPEN_BRACE)
      end++;
    if (codes[end] !== SEMICOLON) return;
    sheet.kill(next, end - 1);
  }
  if (first < k) sheet.kill(first, k - 1);
  if (!isEnded && !isGiven) sheet.mark(close, ';');
  walk.asCalls.add(k + 1);
}

/** `NAME(…) .member = value, … NAME`: an initialiser between two macros, as for a machine. It goes as a whole. */
function maskWithout(sheet: Sheet, k: number, first: number): void {
  for (let j = first; j < Math.min(sheet.count, first + 400); j++) {
    const code = sheet.code(j);
    if (code === SEMICOLON || code === CLOSE_BRACE || code === DIRECTIVE_CODE) return;
    if ((code === OPEN_PAREN || code === OPEN_BRACE || code === OPEN_BRACKET) && sheet.match[j]! > 0)
      j = sheet.match[j]!;
    else if (code === COMMA && sheet.code(j + 1) === NAME_CODE) {
      sheet.kill(k, j + 1);
      return;
    }
  }
}

/** `MACRO(type, name(…)) {`: the head of a function as an argument. */
function maskHead(sheet: Sheet, k: number, close: number): boolean {
  if (sheet.code(close - 1) !== CLOSE_PAREN) return false;
  let names = 0;
  for (let j = k + 2; j < close; j++) {
    const code = sheet.code(j);
    if (code === NAME_CODE) names++;
    else if (code === COMMA) sheet.kill(j, j);
    else if (code === OPEN_PAREN) {
      if (names < 2 || sheet.match[j] !== close - 1) return false;
      sheet.kill(close, close);
      sheet.kill(k, k + 1);
      return true;
    } else if (code !== STAR) return false;
  }
  return false;
}

/**
 * Writes a type on an empty line before a function that is declared without one, or else over the first letters of its name,
 * which lowering knows to give back.
 */
function nameType(sheet: Sheet, k: number): void {
  const { bytes, text } = sheet;
  if (sheet.code(k + 1) === OPEN_PAREN && sheet.ends[k]! - sheet.starts[k]! > 4) {
    const first = sheet.starts[k]! + 4;
    bytes.write('int ', sheet.starts[k]!, 'latin1');
    if (/\d/.test(text[first]!)) bytes[first] = 0x78;
    return;
  }
  let end = text.lastIndexOf('\n', sheet.starts[k]! - 1);
  for (let lines = 0; end > 0 && lines < 20; lines++) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    for (let at = start; at < end; at++) if (bytes[at]! > 32) return;
    if (end - start >= 4) {
      bytes.write('int', start, 'latin1');
      return;
    }
    end = start - 1;
  }
}
