import { HASH, nameOf, NAME, type Lexemes } from '../lexer.ts';
import { attributeCalls } from '../masks/vocabulary.ts';

/** A function definition as its tokens show it; numbers are positions of tokens. */
export interface OutlinedFunction {
  /** The names that may be the function's: those before a parenthesis of the head. By their number in the lexemes. */
  readonly names: readonly number[];
  /** The first token of the head. */
  readonly head: number;
  /** The opening and the closing brace. */
  readonly open: number;
  readonly close: number;
}

/** Where the functions of a file stand. Nothing is parsed. */
export interface Outline {
  readonly lexemes: Lexemes;
  /** In the order of the file. Only those whose extent and head are beyond doubt. */
  readonly functions: readonly OutlinedFunction[];
  /** What stands between functions and ends with a semicolon: its first and its last token. */
  readonly declarations: readonly { readonly from: number; readonly to: number }[];
  /** The braces that hold the values of file-level variables. */
  readonly values: readonly { readonly open: number; readonly close: number }[];
}

const attributes = new Set(attributeCalls);
/** Words before a parenthesis that name no function. */
const notFunctions = new Set(['if', 'while', 'for', 'switch', 'return', 'sizeof', 'typeof', '__typeof__', 'asm', 'do']);
const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [40, 41, 91, 93, 123, 125];
const [SEMICOLON, EQUALS] = [59, 61];

/** A conditional that is open: the depths of braces and parentheses where it began, and where its first branch ended. */
interface Conditional {
  readonly depth: number;
  readonly parens: number;
  after: { readonly depth: number; readonly parens: number } | null;
}

/**
 * Finds the functions by brackets alone. Of conditionals the first branch counts, so that a brace that every branch
 * opens is opened once.
 */
export function outlineOf(lexemes: Lexemes): Outline {
  const { text, count, kinds, starts, ids, directives } = lexemes;
  const functions: OutlinedFunction[] = [];
  const declarations: { from: number; to: number }[] = [];
  const values: { open: number; close: number }[] = [];
  let value = -1;
  const conditionals: Conditional[] = [];
  let depth = 0;
  let parens = 0;
  let item = 0;
  let names: number[] = [];
  let hasValue = false;
  /** The function that the scan is in. */
  let body: { names: readonly number[]; head: number; open: number; conditionals: number } | null = null;
  let endsItem = false;
  let previous = -1;
  const begin = (next: number): void => {
    item = next;
    names = [];
    hasValue = false;
    parens = 0;
    previous = -1;
  };
  for (let i = 0; i < count; i++) {
    if (directives[i]) {
      const word = kinds[i] === HASH ? directiveWord(lexemes, i) : '';
      if (word.startsWith('if')) conditionals.push({ depth, parens, after: null });
      else if (word === 'else' || word.startsWith('elif')) {
        const top = conditionals[conditionals.length - 1];
        if (top) {
          top.after ??= { depth, parens };
          // Branches that leave the function at different depths: it is not one that can be cut out.
          if (body && conditionals.length <= body.conditionals) body = null;
          ({ depth, parens } = top);
        }
      } else if (word === 'endif') {
        const top = conditionals.pop();
        if (top?.after) ({ depth, parens } = top.after);
        if (body && conditionals.length < body.conditionals) body = null;
      }
      if (i === item) item = i + 1;
      continue;
    }
    const code = text.charCodeAt(starts[i]!);
    switch (code) {
      case OPEN_PAREN:
      case OPEN_BRACKET:
        if (depth > 0) break;
        if (code === OPEN_PAREN && parens === 0 && previous >= 0 && kinds[previous] === NAME) {
          const name = nameOf(lexemes, ids[previous]!);
          if (!attributes.has(name) && !notFunctions.has(name)) names.push(ids[previous]!);
        }
        parens++;
        break;
      case CLOSE_PAREN:
      case CLOSE_BRACKET:
        if (depth === 0 && parens > 0) parens--;
        break;
      case OPEN_BRACE:
        if (depth === 0 && parens === 0) {
          const isFunction =
            names.length > 0 && !hasValue && previous >= 0 && text.charCodeAt(starts[previous]!) === CLOSE_PAREN;
          body = isFunction ? { names, head: item, open: i, conditionals: conditionals.length } : null;
          endsItem = isFunction;
          value = hasValue && text.charCodeAt(starts[previous]!) === EQUALS && conditionals.length === 0 ? i : -1;
        }
        depth++;
        break;
      case CLOSE_BRACE:
        if (depth > 0) depth--;
        if (depth === 0 && parens === 0) {
          if (body && conditionals.length === body.conditionals) functions.push({ ...body, close: i });
          if (value >= 0 && conditionals.length === 0) values.push({ open: value, close: i });
          value = -1;
          if (endsItem) begin(i + 1);
          body = null;
        }
        break;
      case SEMICOLON:
        if (depth > 0) break;
        if (parens === 0 && i > item) declarations.push({ from: item, to: i });
        begin(i + 1);
        break;
      case EQUALS:
        if (depth === 0 && parens === 0) hasValue = true;
        break;
      default:
    }
    if (depth === 0 && i >= item) previous = i;
  }
  return { lexemes, functions, declarations, values };
}

/** The word of the directive whose number sign is token `at`; empty when there is none. */
export function directiveWord(lexemes: Lexemes, at: number): string {
  const next = at + 1;
  return next < lexemes.count && lexemes.directives[next] && lexemes.kinds[next] === NAME
    ? nameOf(lexemes, lexemes.ids[next]!)
    : '';
}

/** The names that stand where a parameter's name does, by their number. */
export function parametersOf(lexemes: Lexemes, { head, open }: OutlinedFunction): Set<number> {
  const { text, kinds, starts, ends, ids, directives } = lexemes;
  const found = new Set<number>();
  for (let i = head; i + 1 < open; i++) {
    if (directives[i] || kinds[i] !== NAME) continue;
    const next = text.charCodeAt(starts[i + 1]!);
    // Before `,`, `)` or `[`.
    if (ends[i + 1]! - starts[i + 1]! === 1 && (next === 0x2c || next === 0x29 || next === 0x5b)) found.add(ids[i]!);
  }
  return found;
}
