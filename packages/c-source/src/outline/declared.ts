import { HASH, lex, NAME, nameOf, PUNCTUATION, TEXT, type Lexemes } from '../lexer.ts';
import type { Span } from '../span.ts';
import { directiveWord, outlineOf, type OutlinedFunction } from './outline.ts';

/** Something that a file declares and that other files may name. Nothing of it is parsed. */
export interface DeclaredItem extends Span {
  /** `type`: a struct, a union, an enumeration or a typedef; `function`: a prototype or a definition; `macro`: one with parameters. */
  readonly kind: 'type' | 'function' | 'macro';
  readonly names: readonly string[];
  /** What is between the braces of a function's body, where that is more than a return of something. */
  readonly body: Span | null;
}

/** What a file declares and includes, as its tokens show it. */
export interface DeclaredItems {
  readonly items: readonly DeclaredItem[];
  /** `#include "name"`, without the quotes. */
  readonly includes: readonly string[];
}

/** Lists the items of a file. Conditionals count with all their branches. */
export function declaredItems(lexemes: Lexemes): DeclaredItems {
  const { starts, ends } = lexemes;
  const outline = outlineOf(lexemes);
  const items: DeclaredItem[] = [];
  for (const definition of outline.functions) {
    const { head, open, close, names } = definition;
    const body = isReturnOnly(lexemes, definition) ? null : { start: ends[open]!, end: starts[close]! };
    const own = names.map((id) => nameOf(lexemes, id));
    items.push({ kind: 'function', names: own, body, start: starts[head]!, end: ends[close]! });
  }
  for (const { from, to } of outline.declarations) {
    const types = typeNames(lexemes, from, to);
    const names = types.length > 0 ? types : functionNames(lexemes, from, to);
    if (names.length === 0) continue;
    const kind = types.length > 0 ? 'type' : 'function';
    items.push({ kind, names, body: null, start: starts[from]!, end: ends[to]! });
  }
  return { items: [...items, ...macroItems(lexemes)], includes: includesOf(lexemes) };
}

/** The names of `#include "name"`, wherever they stand. */
export function includesOf(lexemes: Lexemes): string[] {
  const { text, count, kinds, starts, ends, directives } = lexemes;
  const found: string[] = [];
  for (let i = 0; i + 2 < count; i++) {
    if (!directives[i] || kinds[i] !== HASH || kinds[i + 2] !== TEXT || directiveWord(lexemes, i) !== 'include')
      continue;
    const quoted = text.slice(starts[i + 2], ends[i + 2]);
    if (/^"[^"]+"$/.test(quoted)) found.push(quoted.slice(1, -1));
  }
  return found;
}

/** Whether the function does nothing but return something, or nothing at all. */
export function isReturnOnly(lexemes: Lexemes, { open, close }: OutlinedFunction): boolean {
  if (close === open + 1) return true;
  if (lexemes.kinds[open + 1] !== NAME || nameOf(lexemes, lexemes.ids[open + 1]!) !== 'return') return false;
  for (let i = open + 2; i < close - 1; i++)
    if (lexemes.text.charCodeAt(lexemes.starts[i]!) === SEMICOLON) return false;
  return true;
}

const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACE, CLOSE_BRACE, SEMICOLON] = [40, 41, 123, 125, 59];
const tagged = new Set(['struct', 'union', 'enum']);

/** The tags that are defined between two tokens, and what a typedef declares. */
function typeNames(lexemes: Lexemes, from: number, to: number): string[] {
  const { text, kinds, starts, ids } = lexemes;
  const word = (i: number): string => (kinds[i] === NAME ? nameOf(lexemes, ids[i]!) : '');
  const found: string[] = [];
  const isTypedef = word(from) === 'typedef';
  let depth = 0;
  for (let i = from; i <= to; i++) {
    const code = kinds[i] === PUNCTUATION ? text.charCodeAt(starts[i]!) : 0;
    if (code === OPEN_BRACE) depth++;
    else if (code === CLOSE_BRACE) depth--;
    if (kinds[i] !== NAME) continue;
    if (tagged.has(word(i))) {
      const own: string[] = [];
      let j = i + 1;
      let parens = 0;
      for (; j <= to && (kinds[j] === NAME || parens > 0 || text.charCodeAt(starts[j]!) === OPEN_PAREN); j++) {
        const inner = text.charCodeAt(starts[j]!);
        if (inner === OPEN_PAREN) parens++;
        else if (inner === CLOSE_PAREN) parens--;
        else if (parens === 0) own.push(word(j));
      }
      if (j <= to && text.charCodeAt(starts[j]!) === OPEN_BRACE) found.push(...own);
    } else if (isTypedef && depth === 0 && ',;[)('.includes(text[starts[i + 1]!] ?? '?')) found.push(word(i));
  }
  return found;
}

function functionNames(lexemes: Lexemes, from: number, to: number): string[] {
  const { text, kinds, starts, ids } = lexemes;
  const found: string[] = [];
  let depth = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(starts[i]!);
    if (kinds[i] === NAME && depth === 0 && text.charCodeAt(starts[i + 1]!) === OPEN_PAREN)
      found.push(nameOf(lexemes, ids[i]!));
    if (kinds[i] !== PUNCTUATION) continue;
    if (code === OPEN_PAREN || code === OPEN_BRACE) depth++;
    else if (code === CLOSE_PAREN || code === CLOSE_BRACE) depth--;
  }
  return found;
}

function macroItems(lexemes: Lexemes): DeclaredItem[] {
  const { text, count, kinds, starts, ends, ids, directives } = lexemes;
  const found: DeclaredItem[] = [];
  for (let i = 0; i + 3 < count; i++) {
    if (!directives[i] || kinds[i] !== HASH || kinds[i + 2] !== NAME || kinds[i + 1] !== NAME) continue;
    // The parenthesis of a parameter list follows at once.
    if (text.charCodeAt(ends[i + 2]!) !== OPEN_PAREN || directiveWord(lexemes, i) !== 'define') continue;
    found.push({
      kind: 'macro',
      names: [nameOf(lexemes, ids[i + 2]!)],
      body: null,
      start: starts[i]!,
      end: directiveEnd(text, starts[i]!),
    });
  }
  return found;
}

/** The end of the directive that begins at `start`, with the lines it goes on in, without the last line end. */
export function directiveEnd(text: string, start: number): number {
  for (let at = start; ;) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    const last = text[end - 1] === '\r' ? end - 1 : end;
    if (text[last - 1] !== '\\') return last;
    at = end + 1;
  }
}

/** All names that a piece of text mentions in code. */
export function namesIn(text: string): string[] {
  return allNames(lex(text));
}

/** All names of lexemes, each once. */
export function allNames(lexemes: Lexemes): string[] {
  return Array.from({ length: lexemes.nameCount }, (_none, id) => nameOf(lexemes, id));
}
