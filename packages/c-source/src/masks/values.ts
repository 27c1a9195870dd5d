import { NAME_CODE } from './sheet.ts';
import { NOT_MACRO } from './vocabulary.ts';
import { codeBefore, type Walk } from './walk.ts';

const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACKET, OPEN_BRACE, CLOSE_BRACE, COMMA, COLON, STOP, EQUALS] = [
  40, 41, 91, 123, 125, 44, 58, 46, 61,
];

/** Masks a macro among values that brings its own comma. */
export function maskValue(walk: Walk, k: number): void {
  const { sheet } = walk;
  if (sheet.classes[k]! & NOT_MACRO) return;
  const before = codeBefore(walk);
  if (before !== OPEN_BRACE && before !== COMMA && before !== CLOSE_PAREN) return;
  const isCall = sheet.code(k + 1) === OPEN_PAREN;
  const close = isCall ? sheet.match[k + 1]! : k;
  if (close < 0) return;
  const next = sheet.next(close);
  const code = sheet.code(next);
  if (isCall) {
    if (code === NAME_CODE || code === STOP || code === OPEN_BRACE || code === OPEN_BRACKET) sheet.mark(close, ',');
    return;
  }
  if (code === STOP) sheet.mark(k, ',');
  if (code === OPEN_BRACE || code !== NAME_CODE || before === CLOSE_PAREN) return;
  // `MACRO member: value`, `MACRO MACRO(a)`.
  const following = sheet.code(sheet.next(next));
  if (following === COLON || following === EQUALS) sheet.mark(k, ',');
  else if (following === NAME_CODE || following === STOP || following === COMMA || following === CLOSE_BRACE)
    sheet.kill(k, k);
}
