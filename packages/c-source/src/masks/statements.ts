import { CLOSES, EFFECT, EMPTY_CALL, HEAD, OPENS, STATEMENT } from './macro-shapes.ts';
import { DIRECTIVE_CODE, NAME_CODE, type Sheet } from './sheet.ts';
import { NOT_CALL, NOT_MACRO, STATEMENT_WORD, TYPE_WORD, TYPEOF } from './vocabulary.ts';
import { codeBefore, isOperator, type Walk } from './walk.ts';

const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACE, CLOSE_BRACE, SEMICOLON, COLON, COMMA, STAR, EQUALS] = [
  40, 41, 123, 125, 59, 58, 44, 42, 61,
];
const assignments = new Set(['=', '+=', '-=', '|=', '&=', '^=', '<<=', '>>=', '*=', '/=', '++', '--']);
const iterator = /for_?each/;
/** A name of a macro without arguments that stands for a statement. */
const capitals = /^[A-Z_][A-Z0-9_]{3,}$/;

/** Masks a name in a function where it begins a statement, and conditions without parentheses. */
export function maskStatement(walk: Walk, k: number): void {
  const { sheet } = walk;
  const { classes, match } = sheet;
  if (classes[k]! & NOT_MACRO) {
    maskCondition(sheet, k);
    return;
  }
  if (sheet.shapes[k]! === STATEMENT && sheet.code(k + 1) === NAME_CODE) {
    // A value that was defined with its semicolon.
    sheet.mark(k, ';');
    return;
  }
  const before = codeBefore(walk);
  if (before === NAME_CODE && sheet.shapes[k]! & EMPTY_CALL && endsDeclaration(walk, k)) return;
  const isFirst = before === SEMICOLON || before === OPEN_BRACE || before === CLOSE_BRACE || before === COLON;
  const isBody = before === CLOSE_PAREN || (walk.previous >= 0 && isElse(sheet, walk.previous));
  if (!isFirst && !isBody) return;
  const shape = sheet.shapes[k]!;
  const isCall = sheet.code(k + 1) === OPEN_PAREN;
  const close = isCall ? match[k + 1]! : k;
  if (close < 0) return;
  const next = sheet.next(close);
  const following = sheet.code(next);
  if (shape & (OPENS | CLOSES)) {
    maskBrace(walk, k, close, shape);
    return;
  }
  if (!isCall) {
    if (isFirst) maskWord(walk, k, next);
    return;
  }
  if (following === EQUALS && maskInitialiser(sheet, close, next)) return;
  const isLoop = iterator.test(sheet.word(k));
  if (following === OPEN_BRACE) {
    if (shape & (STATEMENT | EMPTY_CALL) && !(shape & HEAD)) sheet.endCall(k + 1, close);
    else if (isFirst || isLoop || shape & HEAD) asLoop(walk, k);
    return;
  }
  if (following === SEMICOLON || following === COMMA || following === CLOSE_PAREN) return;
  if (shape & HEAD || isLoop) {
    asLoop(walk, k);
    return;
  }
  const begins = following === NAME_CODE || following === CLOSE_BRACE;
  if (shape & (STATEMENT | EMPTY_CALL)) {
    if (begins || following === STAR || following === OPEN_PAREN || next >= sheet.count) sheet.endCall(k + 1, close);
    return;
  }
  if (!begins) return;
  const isElseNext = following === NAME_CODE && isElse(sheet, next);
  if (next < sheet.count && following !== CLOSE_BRACE && !sheet.isLineBetween(close, next) && !isElseNext) return;
  // What is indented deeper is its body.
  const crosses = sheet.code(close + 1) === DIRECTIVE_CODE;
  const own = sheet.indentOf(k);
  const isDeeper = !crosses && following !== CLOSE_BRACE && !isElseNext && own >= 0 && sheet.indentOf(next) > own;
  if (!(isDeeper && asLoop(walk, k))) sheet.endCall(k + 1, close);
}

/** `type name` without its semicolon before a macro that may be nothing: the semicolon after the macro is its own. */
function endsDeclaration({ sheet, previous }: Walk, k: number): boolean {
  const close = sheet.code(k + 1) === OPEN_PAREN ? sheet.match[k + 1]! : -1;
  if (close < 0 || sheet.code(sheet.next(close)) !== SEMICOLON) return false;
  const type = sheet.before(previous);
  const isDeclared = sheet.code(type) === NAME_CODE || sheet.code(type) === STAR;
  return isDeclared && sheet.isLineBetween(previous, k) && sheet.kill(k, close);
}

/** `if MACRO(a)`: the parentheses are the macro's. */
function maskCondition(sheet: Sheet, k: number): void {
  const word = sheet.word(k);
  if (word !== 'if' && word !== 'while' && word !== 'switch') return;
  const name = sheet.next(k);
  if (sheet.code(name) !== NAME_CODE || sheet.code(name + 1) !== OPEN_PAREN || sheet.classes[name]! & NOT_MACRO) return;
  const close = sheet.match[name + 1]!;
  if (close < 0 || sheet.bytes[sheet.ends[close]!]! > 32) return;
  if (sheet.mark(k, '(')) sheet.mark(close, ')');
}

/** A macro without arguments that is a statement: its definition, or its place, says so. */
function maskWord(walk: Walk, k: number, next: number): void {
  const { sheet } = walk;
  const following = sheet.code(next);
  if (following !== NAME_CODE && following !== CLOSE_BRACE && following !== OPEN_BRACE) return;
  if (sheet.shapes[k]! & (EFFECT | HEAD)) {
    // What it does would not be seen: that it does not parse must be.
    sheet.mark(k, '@');
    return;
  }
  const word = sheet.word(k);
  if (sheet.shapes[k]! & STATEMENT || following === CLOSE_BRACE) sheet.mark(k, ';');
  else if (
    following === NAME_CODE &&
    capitals.test(word) &&
    sheet.isLineBetween(k, next) &&
    (sheet.classes[next]! & STATEMENT_WORD || sheet.indentOf(k) === sheet.indentOf(next))
  )
    sheet.mark(k, ';');
}

/** A macro that opens a block, or closes one. */
function maskBrace(walk: Walk, k: number, close: number, shape: number): void {
  const { sheet } = walk;
  if (shape & CLOSES) {
    const ended = sheet.code(sheet.next(close));
    // `} while (0)` and the like: nothing but the brace is seen.
    if (close > k) sheet.kill(k + 1, close);
    become(sheet, k, CLOSE_BRACE);
    walk.stack.pop();
    if (ended === SEMICOLON) sheet.kill(sheet.next(close), sheet.next(close));
    return;
  }
  const next = sheet.next(close);
  if (shape & HEAD && close === k) {
    // A loop, or a condition, that its name tells nothing of.
    if (!sheet.write(k, 'while(x){')) {
      sheet.mark(k, '@');
      return;
    }
    sheet.codes[k] = OPEN_BRACE;
    walk.stack.push('body');
  } else if (shape & HEAD) {
    // Between the parenthesis and what follows there must be room for the brace.
    if (sheet.bytes[sheet.ends[close]!]! > 32 || !asLoop(walk, k)) return;
    sheet.mark(close, '{');
  } else {
    if (close > k) sheet.kill(k + 1, close);
    become(sheet, k, OPEN_BRACE);
    walk.stack.push('body');
  }
  if (sheet.code(next) === SEMICOLON) sheet.kill(next, next);
}

function become(sheet: Sheet, k: number, code: number): void {
  sheet.blank(sheet.starts[k]!, sheet.ends[k]!);
  sheet.bytes[sheet.starts[k]!] = code;
  sheet.codes[k] = code;
}

/** Reads a macro as a loop over what follows; a short name needs blanks before it. */
function asLoop({ sheet }: Walk, k: number): boolean {
  const end = sheet.ends[k]!;
  let start = Math.min(sheet.starts[k]!, end - 5);
  for (let at = start; at < sheet.starts[k]!; at++)
    if (!(sheet.bytes[at] === 32 || sheet.bytes[at] === 9)) return false;
  if (start < 0) return false;
  if (start < sheet.starts[k]! && start > 0 && sheet.bytes[start - 1]! > 32) return false;
  start = Math.max(0, start);
  sheet.bytes.write('while'.padEnd(end - start), start, 'latin1');
  return true;
}

/** `MACRO(a) = { 0 };`: a declaration with a value, which is none that a program computes. */
export function maskInitialiser(sheet: Sheet, close: number, equals: number): boolean {
  const brace = sheet.next(equals);
  if (sheet.code(brace) !== OPEN_BRACE) return false;
  const end = sheet.match[brace]!;
  if (end < 0 || sheet.code(sheet.next(end)) !== SEMICOLON) return false;
  for (let j = brace; j < end; j++) if (sheet.code(j) === OPEN_PAREN) return false;
  sheet.kill(equals, end);
  return close >= 0;
}

/** `case 1 ... 9:` is read as `case 1:`; a case with nothing after it gets an empty statement. */
export function maskRange(walk: Walk, k: number): void {
  const { sheet } = walk;
  let dots = -1;
  for (let j = k + 1; j < Math.min(sheet.count, k + 40); j++) {
    const code = sheet.code(j);
    if (code === 4 && sheet.textOf(j) === '...') dots = j;
    else if (code === COLON) {
      if (dots >= 0) sheet.kill(dots, j - 1);
      return;
    } else if (code === SEMICOLON || code === OPEN_BRACE) return;
  }
}

/** A label with nothing after it gets an empty statement. */
export function maskLabelEnd(walk: Walk, k: number): void {
  const { sheet, previous } = walk;
  if (k + 1 < sheet.count && sheet.code(k + 1) !== CLOSE_BRACE && sheet.code(k + 1) !== DIRECTIVE_CODE) return;
  if (sheet.mark(k, ';') || previous < 0 || sheet.code(previous) !== NAME_CODE) return;
  // Without room the last letter of the label gives way.
  if (sheet.ends[previous]! - sheet.starts[previous]! < 2 || sheet.ends[previous] !== sheet.starts[k]) return;
  sheet.bytes[sheet.ends[previous]! - 1] = COLON;
  sheet.bytes[sheet.starts[k]!] = SEMICOLON;
  sheet.after[k] = SEMICOLON;
}

/** `(type *)a = b`, which old compilers took: the cast goes. Also a cast to the type of an expression. */
export function maskCast(walk: Walk, paren: number): void {
  const { sheet } = walk;
  const { classes, match } = sheet;
  const close = match[paren]!;
  if (close < 0) return;
  const first = paren + 1;
  if (sheet.code(first) !== NAME_CODE) return;
  const next = sheet.next(close);
  const following = sheet.code(next);
  if (following !== NAME_CODE && following !== OPEN_PAREN && following !== STAR) return;
  if (classes[first]! & TYPEOF) {
    const end = sheet.code(first + 1) === OPEN_PAREN ? match[first + 1]! : -1;
    if (end === close - 1) sheet.kill(paren, close);
    return;
  }
  const before = codeBefore(walk);
  if (before !== SEMICOLON && before !== OPEN_BRACE && before !== CLOSE_BRACE && before !== CLOSE_PAREN) return;
  let last = first;
  while (sheet.code(last) === NAME_CODE || sheet.code(last) === STAR) last++;
  if (last !== close || !(sheet.code(close - 1) === STAR || classes[first]! & TYPE_WORD || following === NAME_CODE))
    return;
  for (let j = next; j < Math.min(sheet.count, next + 60); j++) {
    const code = sheet.code(j);
    if ((code === OPEN_PAREN || code === 91) && match[j]! > 0) j = match[j]!;
    else if (isOperator(sheet, j, assignments)) {
      sheet.kill(paren, close);
      return;
    } else if (code === SEMICOLON || code === OPEN_BRACE || code === CLOSE_PAREN || code === COMMA) return;
  }
}

function isElse(sheet: Sheet, k: number): boolean {
  return (sheet.classes[k]! & NOT_CALL) !== 0 && (sheet.word(k) === 'else' || sheet.word(k) === 'do');
}
