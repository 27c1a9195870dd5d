import { NAME_CODE } from './sheet.ts';
import { NOT_MACRO } from './vocabulary.ts';
import { codeBefore, type Walk } from './walk.ts';

const [OPEN_PAREN, OPEN_BRACKET, OPEN_BRACE, CLOSE_BRACE, SEMICOLON, COMMA, COLON, STAR] = [
  40, 91, 123, 125, 59, 44, 58, 42,
];

/** Masks a macro among members: what such a member is called only the macro knows. */
export function maskMember(walk: Walk, k: number): void {
  const { sheet } = walk;
  if (sheet.code(k + 1) !== OPEN_PAREN || sheet.code(k + 2) === STAR || sheet.classes[k]! & NOT_MACRO) return;
  const close = sheet.match[k + 1]!;
  if (close < 0) return;
  const next = sheet.next(close);
  const code = sheet.code(next);
  const before = codeBefore(walk);
  if (before === SEMICOLON || before === OPEN_BRACE || before === CLOSE_BRACE) {
    if (code === SEMICOLON) sheet.kill(k, next);
    else if (code === NAME_CODE || code === STAR) {
      // A type made by a macro, or a member that brings its own semicolon.
      if (sheet.isLineBetween(close, next)) sheet.kill(k, close);
      else sheet.kill(k + 1, close);
    } else if (code === CLOSE_BRACE) sheet.kill(k, close);
  } else if (
    (before === NAME_CODE || before === STAR || before === COMMA) &&
    (code === SEMICOLON || code === COMMA || code === COLON || code === OPEN_BRACKET)
  )
    sheet.kill(k + 1, close);
}

/** Members of bits without a name: `:1` after a comma, or as the first after its type. `k` is the comma or the colon. */
export function maskBitField(walk: Walk, k: number): void {
  const { sheet } = walk;
  if (sheet.code(k) === COMMA) {
    const colon = sheet.next(k);
    if (sheet.code(colon) !== COLON) return;
    const end = endOfWidth(colon);
    if (end >= 0) sheet.kill(k, end - 1);
    return;
  }
  // Before the colon there is the type alone.
  let names = 0;
  for (let j = sheet.before(k); ; j = sheet.before(j)) {
    const code = sheet.code(j);
    if (code !== NAME_CODE) {
      if (code !== SEMICOLON && code !== OPEN_BRACE && code !== CLOSE_BRACE) return;
      break;
    }
    const word = sheet.word(j);
    if (!qualifiers.has(word)) names++;
  }
  if (names !== 1) return;
  const end = endOfWidth(k);
  if (end >= 0 && sheet.code(end) === COMMA) sheet.kill(k, end);

  function endOfWidth(colon: number): number {
    for (let j = colon + 1; j < Math.min(sheet.count, colon + 40); j++) {
      const code = sheet.code(j);
      if (code === SEMICOLON || code === COMMA) return j;
      if (code === OPEN_PAREN && sheet.match[j]! > 0) j = sheet.match[j]!;
      else if (code === OPEN_BRACE || code === CLOSE_BRACE || code === 35) return -1;
    }
    return -1;
  }
}

const qualifiers = new Set(['unsigned', 'signed', 'const', 'volatile', 'struct', 'union', 'enum', 'long', 'short']);
