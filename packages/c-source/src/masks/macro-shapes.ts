import { HASH, NAME, nameOf, NUMBER, PUNCTUATION, type Lexemes } from '../lexer.ts';
import { attributeCalls, attributeWords } from './vocabulary.ts';

/** What the definitions of a macro say of how its uses are to be read: a sum of these. */
export type MacroShape = number;
/** The shapes of macros by name. */
export type MacroShapes = ReadonlyMap<string, MacroShape>;
/** Nothing, or attributes and qualifiers alone: a use without arguments stands for no token that matters. */
export const EMPTY = 1;
/** Something else, without parameters. */
export const VALUE = 2;
/** With parameters, and nothing or attributes alone. */
export const EMPTY_CALL = 4;
/** Whole statements: a use needs no semicolon. */
export const STATEMENT = 8;
/** Ends in the head of a statement: what follows a use is its body. */
export const HEAD = 16;
/** Leaves a brace open; with {@link HEAD}, behind the head of a statement. */
export const OPENS = 32;
/** Closes a brace that it did not open. */
export const CLOSES = 64;
/** An item of a list with the comma after it. */
export const ITEM = 128;

/** Without parameters, and stores or jumps: a use is never read as a name that does nothing. */
export const EFFECT = 256;

const attributes = new Set([...attributeWords, ...attributeCalls]);
const qualifiers = new Set([
  ...['static', 'inline', '__inline__', '__inline', 'extern', 'const', 'volatile', 'register', 'asmlinkage'],
  ...['__volatile__', '__const', '__volatile', 'auto', '__restrict', 'restrict'],
]);
const heads = new Set(['if', 'for', 'while', 'switch', 'else', 'do']);
const leaving = new Set(['goto', 'return', 'break', 'continue']);
const assignment = /^(?:(?:[-+*/%&|^]|<<|>>)?=|\+\+|--)$/;
const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACE, CLOSE_BRACE, SEMICOLON, COMMA, STOP] = [40, 41, 123, 125, 59, 44, 46];

const none: MacroShapes = new Map();

/**
 * The shapes of the macros that a text defines, those that are values or calls like any other left out, and those of
 * `others`. Definitions of one name are added up, whatever conditional they stand in.
 */
export function macroShapes(lexemes: Lexemes, others: MacroShapes = none): MacroShapes {
  const { text, count, kinds, ends, starts, ids, directives } = lexemes;
  const found = new Map(others);
  const values = new Set<string>();
  for (let i = 0; i + 2 < count; i++) {
    if (kinds[i] !== HASH || !directives[i] || kinds[i + 1] !== NAME || kinds[i + 2] !== NAME) continue;
    if (ends[i + 1]! - starts[i + 1]! !== 6 || nameOf(lexemes, ids[i + 1]!) !== 'define') continue;
    const name = nameOf(lexemes, ids[i + 2]!);
    let from = i + 3;
    const end = endOfDirective(lexemes, i);
    const isCall = from < end && starts[from] === ends[i + 2] && text.charCodeAt(starts[from]!) === OPEN_PAREN;
    if (isCall) {
      while (from < end && text.charCodeAt(starts[from]!) !== CLOSE_PAREN) from++;
      from++;
    }
    const shape = shapeOf(lexemes, from, end, isCall, found);
    if (shape === VALUE) values.add(name);
    else if (shape !== 0) found.set(name, (found.get(name) ?? 0) | shape);
    i = end - 1;
  }
  for (const name of values) {
    const shape = found.get(name);
    if (shape !== undefined) found.set(name, shape | VALUE);
  }
  return found;
}

/** The token after the directive whose number sign is token `at`. */
export function endOfDirective({ text, count, starts, ends, directives }: Lexemes, at: number): number {
  let i = at + 1;
  for (; i < count && directives[i]; i++) {
    // A line end that no backslash takes away.
    for (let j = ends[i - 1]!; j < starts[i]!; j++) {
      if (
        text.charCodeAt(j) === 10 &&
        !/\\\r?$/.test(text.slice(Math.max(0, j - 2), j)) &&
        !inComment(text, ends[i - 1]!, j)
      )
        return i;
    }
  }
  return i;
}

function inComment(text: string, from: number, at: number): boolean {
  const gap = text.slice(from, at);
  return gap.lastIndexOf('/*') > gap.lastIndexOf('*/');
}

function shapeOf(lexemes: Lexemes, from: number, end: number, isCall: boolean, known: MacroShapes): MacroShape {
  const { text, kinds, starts, ends, ids } = lexemes;
  // Most definitions of a header are numbers.
  if (!isCall && end - from === 1 && kinds[from] === NUMBER) return VALUE;
  if (isEmpty()) return isCall ? EMPTY_CALL : EMPTY;
  const code = (i: number): number =>
    i >= from && i < end && kinds[i] === PUNCTUATION && ends[i]! - starts[i]! === 1 ? text.charCodeAt(starts[i]!) : 0;
  const word = (i: number): string => (i >= from && i < end && kinds[i] === NAME ? nameOf(lexemes, ids[i]!) : '');
  const last = code(end - 1);
  const effect = !isCall && hasEffect() ? EFFECT : 0;
  // Nothing else can be told from a body that begins and ends like an expression.
  if (last !== SEMICOLON && last !== CLOSE_BRACE && last !== OPEN_BRACE && last !== COMMA) {
    if (code(from) === CLOSE_BRACE) return hasLooseBrace() | effect;
    const isHead = last === CLOSE_PAREN && heads.has(word(from)) && word(from) !== 'do' && headEnd() === end;
    return isHead ? HEAD : (hasLooseBrace() || (isCall ? 0 : VALUE)) | effect;
  }
  const loose = hasLooseBrace();
  if (loose) return loose | effect;
  if (last === SEMICOLON) return STATEMENT | effect;
  if (last === COMMA) return code(from) === OPEN_BRACE || code(from) === STOP || isCall ? ITEM : VALUE;
  // Braces alone may be values as well as statements.
  return heads.has(word(from)) || holds(SEMICOLON) ? STATEMENT | effect : isCall ? 0 : VALUE;

  function isEmpty(): boolean {
    let depth = 0;
    for (let i = from; i < end; i++) {
      const char = text.charCodeAt(starts[i]!);
      if (char === OPEN_PAREN && (i > from || depth > 0)) depth++;
      else if (char === CLOSE_PAREN && depth > 0) depth--;
      else if (depth === 0) {
        if (kinds[i] !== NAME) return false;
        const name = nameOf(lexemes, ids[i]!);
        if (!attributes.has(name) && !qualifiers.has(name) && known.get(name) !== EMPTY) return false;
      }
    }
    return true;
  }

  /** Where the head ends that begins at `from`. */
  function headEnd(): number {
    let depth = 0;
    for (let i = from + 1; i < end; i++) {
      if (code(i) === OPEN_PAREN) depth++;
      else if (code(i) === CLOSE_PAREN && --depth === 0) return i + 1;
    }
    return -1;
  }

  function holds(what: number): boolean {
    for (let i = from; i < end; i++) if (code(i) === what) return true;
    return false;
  }

  /** Whether it stores, but for the head of a loop, or leaves a place. */
  function hasEffect(): boolean {
    let parens = 0;
    for (let i = from; i < end; i++) {
      if (code(i) === OPEN_PAREN) parens++;
      else if (code(i) === CLOSE_PAREN) parens--;
      else if (kinds[i] === NAME ? leaving.has(word(i)) : kinds[i] === PUNCTUATION && parens === 0 && stores(i))
        return true;
    }
    return false;
  }

  function stores(i: number): boolean {
    return assignment.test(text.slice(starts[i], ends[i]));
  }

  /** A brace that is not paired; none that comes with an effect, for what is beside the brace is not seen. */
  function hasLooseBrace(): MacroShape {
    if (hasEffect()) return 0;
    let depth = 0;
    let lowest = 0;
    let isHeaded = false;
    for (let i = from; i < end; i++) {
      if (code(i) === OPEN_BRACE) depth++;
      else if (code(i) === CLOSE_BRACE) lowest = Math.min(lowest, --depth);
      else if (heads.has(word(i)) && word(i) !== 'else') isHeaded = true;
    }
    if (depth === 1 && lowest === 0) return isHeaded ? OPENS | HEAD : OPENS;
    return depth === -1 && lowest === -1 ? CLOSES : 0;
  }
}
