import { HASH, lex, NAME, nameOf, PUNCTUATION, type Lexemes } from '../lexer.ts';
import { CLOSES, EFFECT, HEAD, OPENS, type MacroShapes } from '../masks/macro-shapes.ts';
import { blanked } from '../outline/prune.ts';
import type { Span } from '../span.ts';

/** A text without the statements that did not parse. */
export interface CutOut {
  /** Of the same length: each statement is a lone semicolon and blanks. */
  readonly text: string;
  readonly statements: readonly Span[];
}

/** Longer statements are left as they are; the kernel's longest calls have a third. */
const MAX_TOKENS = 400;
const heads = new Set(['if', 'while', 'for', 'switch']);
/** Words that decide what runs next, or what a name means. */
const controlling = new Set([
  ...['if', 'else', 'while', 'for', 'do', 'switch', 'case', 'default', 'goto', 'return', 'break', 'continue'],
  ...['asm', '__asm__', '__asm', '__label__', 'typedef', 'struct', 'union', 'enum'],
]);
const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE, SEMICOLON, COLON] = [
  40, 41, 91, 93, 123, 125, 59, 58,
];

/**
 * Cuts the broken parts of a masked text out of it as whole statements. Only a statement whose extent its tokens leave no
 * doubt of, and which cannot decide what runs next as far as they and `macros` tell: brackets in pairs, no brace, no
 * directive, no word of control. Null when there is none.
 */
export function cutOut(text: string, broken: readonly Span[], macros: MacroShapes): CutOut | null {
  const lexemes = lex(text);
  const statements: Span[] = [];
  for (const span of broken) {
    const found = statementAt(lexemes, span, macros);
    if (found && !statements.some((one) => one.start < found.end && found.start < one.end)) statements.push(found);
  }
  if (statements.length === 0) return null;
  const bytes = Buffer.from(blanked(text, statements), 'latin1');
  for (const { start } of statements) bytes[start] = SEMICOLON;
  return { text: bytes.toString('latin1'), statements };
}

function statementAt(lexemes: Lexemes, broken: Span, macros: MacroShapes): Span | null {
  const { text, count, kinds, starts, ends, ids, directives } = lexemes;
  const code = (i: number): number =>
    kinds[i] === PUNCTUATION && ends[i]! - starts[i]! === 1 ? text.charCodeAt(starts[i]!) : 0;
  const word = (i: number): string => (kinds[i] === NAME ? nameOf(lexemes, ids[i]!) : '');
  let first = firstFrom(lexemes, broken.start);
  // What is missing is missing after what stands before it.
  if (
    first > 0 &&
    (first === count || broken.start === starts[first] || broken.end <= broken.start + 1) &&
    !isEnd(first - 1)
  )
    first--;
  if (first >= count) return null;
  let from = first;
  let depth = 0;
  for (; from > 0 && first - from < MAX_TOKENS; from--) {
    const before = code(from - 1);
    if (directives[from - 1] || kinds[from - 1] === HASH) break;
    if (before === CLOSE_PAREN || before === CLOSE_BRACKET) depth++;
    else if (before === OPEN_PAREN || before === OPEN_BRACKET) depth = Math.max(0, depth - 1);
    else if (depth === 0 && isEnd(from - 1)) break;
  }
  let to = from;
  depth = 0;
  for (; ; to++) {
    if (to >= count || to - from > MAX_TOKENS || directives[to]) return null;
    const own = code(to);
    if (own === OPEN_PAREN || own === OPEN_BRACKET) depth++;
    else if (own === CLOSE_PAREN || own === CLOSE_BRACKET) {
      if (--depth < 0) return null;
    } else if (own === OPEN_BRACE || own === CLOSE_BRACE) return null;
    else if (own === SEMICOLON && depth === 0) break;
    else if (own === SEMICOLON && !isInFor(to)) return null;
  }
  if (ends[to]! < broken.end) return null;
  from = withoutHeads(from);
  if (from < 0 || from > first || from >= to) return null;
  if (code(from + 1) === COLON) return null;
  for (let i = from; i < to; i++) {
    if (kinds[i] !== NAME) continue;
    if (controlling.has(word(i)) && !isTypeOnly(i)) return null;
    if ((macros.get(word(i)) ?? 0) & (OPENS | CLOSES | HEAD | EFFECT)) return null;
  }
  return { start: starts[from]!, end: ends[to]! };

  function isEnd(i: number): boolean {
    const own = code(i);
    return own === SEMICOLON || own === OPEN_BRACE || own === CLOSE_BRACE;
  }

  /** `struct s` names a type; with a brace it would define one, but there is none. */
  function isTypeOnly(i: number): boolean {
    return word(i) === 'struct' || word(i) === 'union' || word(i) === 'enum';
  }

  function isInFor(i: number): boolean {
    return i < first && word(from) === 'for';
  }

  /** The statement that heads before it lead to; −1 when a head is not whole before the broken part. */
  function withoutHeads(start: number): number {
    let at = start;
    for (;;) {
      const own = word(at);
      if (own === 'else' || own === 'do') at++;
      else if (heads.has(own)) {
        if (code(at + 1) !== OPEN_PAREN) return -1;
        let nesting = 0;
        let end = at + 1;
        for (; end < to; end++) {
          if (code(end) === OPEN_PAREN) nesting++;
          else if (code(end) === CLOSE_PAREN && --nesting === 0) break;
        }
        if (end >= first) return -1;
        at = end + 1;
      } else return at;
    }
  }
}

/** The first token that ends after an offset. */
function firstFrom({ ends, count }: Lexemes, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
