import { EMPTY_CALL, ITEM } from './macro-shapes.ts';
import { NAME_CODE, type Sheet } from './sheet.ts';
import { NOT_CALL, STATEMENT_WORD, TYPE_WORD, TYPEOF } from './vocabulary.ts';
import { type Walk } from './walk.ts';

const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [40, 41, 91, 123, 125];
const [SEMICOLON, COLON, COMMA, STAR, EQUALS, X] = [59, 58, 44, 42, 61, 0x78];
/** Operators that no operand can begin with. */
const binary = new Set(['==', '!=', '<', '>', '<=', '>=', '&&', '||', '^', '|', '/', '%', '=', '?', '+=', '-=', '|=']);
const operators = new Set([...binary, '+', '-', '*', '&', '<<', '>>', '~', '!', '&=', '>>=', '<<=', '^=']);

/**
 * Masks what a macro may be given and a function may not: a type is read as a name, statements as statements, an operator or
 * nothing as a name. `from` is the first token of the argument, `comma` the comma before it.
 */
export function maskArgument(walk: Walk, from: number, comma = -1): void {
  const { sheet } = walk;
  const { classes, starts, ends, match } = sheet;
  const code = sheet.code(from);
  if (code === COMMA || code === CLOSE_PAREN) {
    // Nothing as an argument.
    if (comma >= 0) sheet.kill(comma, comma);
    else if (code === COMMA) sheet.kill(from, from);
    return;
  }
  if (code !== NAME_CODE) {
    maskOperator(sheet, from);
    return;
  }
  if (classes[from]! & STATEMENT_WORD) {
    if (comma < 0) unwrap(walk, from);
    else asCondition(walk, from, comma);
    return;
  }
  if (sheet.shapes[from]! & (ITEM | EMPTY_CALL) && sheet.code(from + 1) === OPEN_PAREN && match[from + 1]! > 0) {
    // Arguments with the comma after them, or nothing at all.
    const close = match[from + 1]!;
    const after = sheet.code(sheet.next(close));
    if (after !== COMMA && after !== CLOSE_PAREN && sheet.kill(from, close)) {
      maskArgument(walk, sheet.next(close), comma);
      return;
    }
  }
  let i = from;
  let names = 0;
  let isType = false;
  let last = from;
  while (sheet.code(i) === NAME_CODE && sheet.code(i + 1) !== OPEN_PAREN) {
    isType ||= (classes[i]! & TYPE_WORD) !== 0;
    names++;
    last = i;
    i = sheet.next(i);
    if (i > from + 40) return;
  }
  if (sheet.code(i) === NAME_CODE && classes[i]! & TYPEOF) {
    sheet.bytes[starts[i]!] = X;
    walk.asCalls.add(i + 1);
  }
  const stars = i;
  let lastStar = -1;
  while (sheet.code(i) === STAR) {
    lastStar = i;
    i = sheet.next(i);
  }
  const code2 = sheet.code(i);
  const isEnd = code2 === COMMA || code2 === CLOSE_PAREN;
  if (isEnd && names > 0 && (isType || lastStar >= 0)) {
    if (last > from) sheet.blank(starts[from]!, starts[last]!);
    for (let j = from; j < last; j++) sheet.dead[j] = 1;
    if (classes[last]! & TYPE_WORD) sheet.bytes[starts[last]!] = X;
    if (lastStar >= 0) {
      sheet.blank(starts[stars]!, ends[lastStar]!);
      for (let j = stars; j <= lastStar; j++) sheet.dead[j] = 1;
    }
  } else if (isEnd && names > 1 && !isType && lastStar < 0) {
    // Of two names side by side the first is no part of the value.
    sheet.blank(starts[from]!, starts[last]!);
    for (let j = from; j < last; j++) sheet.dead[j] = 1;
  } else if (names > 0 && sheet.code(stars) === NAME_CODE && stars === i && !isType) {
    sheet.blank(starts[from]!, starts[stars]!);
    for (let j = from; j < stars; j++) sheet.dead[j] = 1;
  } else if (isType && names > 1 && lastStar < 0 && comma < 0 && (code2 === EQUALS || code2 === SEMICOLON)) {
    unwrap(walk, from, true);
  } else if (isType && code2 === NAME_CODE && comma < 0) {
    // A declaration as the argument.
    const after = sheet.code(sheet.next(i));
    if (after === CLOSE_PAREN || after === EQUALS || after === SEMICOLON || after === OPEN_BRACKET)
      unwrap(walk, from, true);
  } else if (isType && (code2 === OPEN_PAREN || code2 === OPEN_BRACKET) && match[i]! > 0) {
    // A type of a pointer to a function, or of an array.
    let end = match[i]!;
    for (let j = sheet.next(end); sheet.code(j) === OPEN_PAREN || sheet.code(j) === OPEN_BRACKET; j = sheet.next(end)) {
      if (match[j]! < 0) return;
      end = match[j]!;
    }
    const following = sheet.code(sheet.next(end));
    if (following !== COMMA && following !== CLOSE_PAREN) return;
    const start = starts[from]!;
    sheet.kill(sheet.next(from), end);
    sheet.blank(start, ends[from]!);
    sheet.bytes[start] = X;
  }
}

/** An operator by itself is read as a name; one before an operand goes. */
function maskOperator(sheet: Sheet, k: number): void {
  const code = sheet.code(k);
  if (code !== 4 && !(code > 32 && code < 127)) return;
  const spelling = sheet.textOf(k);
  if (!operators.has(spelling)) return;
  const next = sheet.code(sheet.next(k));
  if (next === COMMA || next === CLOSE_PAREN) {
    sheet.blank(sheet.starts[k]!, sheet.ends[k]!);
    sheet.bytes[sheet.starts[k]!] = X;
  } else if (binary.has(spelling)) sheet.kill(k, k);
}

/**
 * What the macro adds is not seen: the statements that it is given are read as a block, a declaration as itself. `from` is in
 * the argument of the innermost open call.
 */
export function unwrap(walk: Walk, from: number, isDeclaration = false): void {
  const { sheet, calls, stack } = walk;
  const { codes } = sheet;
  const name = calls[calls.length - 1]!;
  const close = sheet.match[name + 1]!;
  if (close < from || sheet.dead[name]) return;
  const next = sheet.next(close);
  if (isDeclaration) {
    calls.pop();
    stack.pop();
    sheet.kill(name, name + 1);
    sheet.kill(close, close);
    return;
  }
  let last = close - 1;
  while (sheet.dead[last]) last--;
  const isEnded = codes[last] === SEMICOLON || codes[last] === CLOSE_BRACE || sheet.mark(last, ';');
  if (!isEnded && codes[next] !== SEMICOLON && !sheet.mark(close, '}')) return;
  calls.pop();
  stack.pop();
  sheet.kill(name, name);
  put(name + 1, OPEN_BRACE);
  put(close, isEnded ? CLOSE_BRACE : SEMICOLON);
  if (codes[next] === SEMICOLON) {
    if (isEnded) sheet.kill(next, next);
    else put(next, CLOSE_BRACE);
  }
  if (sheet.after[close] !== CLOSE_BRACE) stack.push('body');

  function put(k: number, code: number): void {
    sheet.bytes[sheet.starts[k]!] = code;
    codes[k] = code;
  }
}

/**
 * `ASSERT(condition, return;)`: the statement runs or does not, as a function of the macro's other arguments would say that
 * nothing is known of.
 */
function asCondition(walk: Walk, from: number, comma: number): void {
  const { sheet, calls, stack } = walk;
  const name = calls[calls.length - 1]!;
  const close = sheet.match[name + 1]!;
  const start = sheet.starts[name]!;
  if (close < from || sheet.ends[name]! - start < 4 || sheet.bytes[sheet.ends[comma]!]! > 32) return;
  const before = sheet.before(name);
  const code = before < 0 ? 0 : sheet.after[before]! || sheet.codes[before]!;
  if (code !== SEMICOLON && code !== OPEN_BRACE && code !== CLOSE_BRACE && code !== COLON) return;
  const next = sheet.next(close);
  let last = close - 1;
  while (sheet.dead[last]) last--;
  let inner = 0;
  for (let j = from; j < last; j++) if (sheet.codes[j] === SEMICOLON) inner++;
  const isEnded = sheet.codes[last] === SEMICOLON || sheet.codes[last] === CLOSE_BRACE;
  if (inner > 0 || (!isEnded && sheet.codes[next] !== SEMICOLON)) return;
  sheet.bytes.write('if(', start, 'latin1');
  sheet.bytes[sheet.starts[comma]!] = CLOSE_PAREN;
  sheet.mark(comma, ')');
  sheet.dead[comma] = 1;
  sheet.kill(close, close);
  calls.pop();
  stack.pop();
}

/** `sizeof(a b)`: a word that is no type's is no part of it. */
export function maskSizeof(walk: Walk, paren: number): void {
  const { sheet, previous } = walk;
  if (previous !== paren - 1 || sheet.word(previous) !== 'sizeof') return;
  const first = paren + 1;
  if (sheet.code(first) !== NAME_CODE || sheet.code(first + 1) !== NAME_CODE || sheet.code(first + 2) !== CLOSE_PAREN)
    return;
  if (!(sheet.classes[first]! & (TYPE_WORD | NOT_CALL))) sheet.kill(first, first);
}
