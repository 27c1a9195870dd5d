import type { Span } from './span.ts';

/** What a lexeme is. White space and comments are none. */
export const NAME = 1;
export const NUMBER = 2;
/** A string or a character constant. */
export const TEXT = 3;
/** An operator, a bracket or a separator. */
export const PUNCTUATION = 4;
/** The number sign, whatever follows it. */
export const HASH = 5;

/**
 * The tokens of a text, before the preprocessor, as columns: one array for each property, so that a file of a megabyte
 * costs no objects. Entry `i` of each array is about token `i`; the arrays may be longer than `count`.
 */
export interface Lexemes {
  readonly text: string;
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Which name it is, a number from 0 in order of first appearance; −1 for what is no name. */
  readonly ids: Int32Array;
  /** 1 for tokens of a preprocessor directive, with the lines that it goes on in. */
  readonly directives: Uint8Array;
  /** Where each name first stands, by its number. */
  readonly nameStarts: Uint32Array;
  readonly nameEnds: Uint32Array;
  readonly nameCount: number;
  /** The names that were asked for by {@link nameOf}, each kept: a string is hashed when it is first looked up. */
  readonly texts: (string | undefined)[];
  /** Comments, strings and character constants that are not closed. */
  readonly open: readonly Span[];
}

const BLANK = 0;
const LETTER = 1;
const DIGIT = 2;
const OTHER = 3;

const classes = new Uint8Array(256).fill(OTHER);
for (let code = 0; code <= 32; code++) classes[code] = BLANK;
for (let code = 0; code < 256; code++) {
  const char = String.fromCharCode(code);
  if (/[A-Za-z_$\x80-\xff]/.test(char)) classes[code] = LETTER;
  else if (/\d/.test(char)) classes[code] = DIGIT;
}

const [NEWLINE, QUOTE, APOSTROPHE, SLASH, STAR, BACKSLASH, DOT, SIGN, RETURN] = [10, 34, 39, 47, 42, 92, 46, 35, 13];
const [PLUS, MINUS, LESS, EQUALS, GREATER, AND, OR] = [43, 45, 60, 61, 62, 38, 124];
/** Characters that `=` may follow in one operator: `! % & * + - / < = > ^ |`. */
const beforeEquals = new Set([33, 37, AND, STAR, PLUS, MINUS, SLASH, LESS, EQUALS, GREATER, 94, OR]);

/**
 * Splits `text` from `from` to `to`. Linear. A string that is not closed ends with its line, a comment that is not
 * closed with the text.
 */
export function lex(text: string, from = 0, to = text.length): Lexemes {
  const room = Math.min(to - from, 64 + ((to - from) >> 1));
  let kinds = new Uint8Array(room);
  let starts = new Uint32Array(room);
  let ends = new Uint32Array(room);
  let ids = new Int32Array(room);
  let directives = new Uint8Array(room);
  const names = new NameTable(text, to - from);
  const open: Span[] = [];
  const literal = (start: number, quote: number): number => {
    const end = endOfLiteral(text, start, to, quote);
    if (end >= 0) return end;
    open.push({ start, end: ~end });
    return ~end;
  };
  let count = 0;
  // A byte order mark is no name.
  let at = from === 0 && text.startsWith('\u00ef\u00bb\u00bf') ? Math.min(3, to) : from;
  let lineStart = true;
  let inDirective = 0;
  while (at < to) {
    const code = text.charCodeAt(at);
    const kindOfChar = classes[code & 255]!;
    const start = at;
    let kind = PUNCTUATION;
    let id = -1;
    if (kindOfChar === BLANK) {
      at++;
      if (code === NEWLINE) {
        lineStart = true;
        inDirective = 0;
      }
      continue;
    }
    if (kindOfChar === LETTER) {
      let hash = code;
      at++;
      for (; at < to; at++) {
        const next = text.charCodeAt(at);
        const nextClass = classes[next & 255]!;
        if (nextClass !== LETTER && nextClass !== DIGIT) break;
        hash = (Math.imul(hash, 31) + next) | 0;
      }
      const follower = at - start === 1 && code === 76 && at < to ? text.charCodeAt(at) : 0;
      if (follower === QUOTE || follower === APOSTROPHE) {
        at = literal(at, follower);
        kind = TEXT;
      } else {
        kind = NAME;
        id = names.idOf(start, at, hash);
      }
    } else if (kindOfChar === DIGIT || (code === DOT && at + 1 < to && classes[text.charCodeAt(at + 1)] === DIGIT)) {
      kind = NUMBER;
      at = endOfNumber(text, at, to);
    } else if (code === QUOTE || code === APOSTROPHE) {
      kind = TEXT;
      at = literal(at, code);
    } else {
      const next = at + 1 < to ? text.charCodeAt(at + 1) : 0;
      if (code === SLASH && next === STAR) {
        const close = text.indexOf('*/', at + 2);
        if (close < 0 || close + 2 > to) open.push({ start, end: to });
        at = close < 0 || close + 2 > to ? to : close + 2;
        continue;
      }
      if (code === SLASH && next === SLASH) {
        at = endOfLine(text, at, to);
        continue;
      }
      if (code === BACKSLASH && (next === NEWLINE || (next === RETURN && text.charCodeAt(at + 2) === NEWLINE))) {
        at += next === NEWLINE ? 2 : 3;
        continue;
      }
      if (code === SIGN) {
        at += next === SIGN ? 2 : 1;
        if (next !== SIGN) kind = HASH;
        if (lineStart) inDirective = 1;
      } else at += lengthOfOperator(text, at, code, next);
    }
    lineStart = false;
    if (count === kinds.length) {
      const size = Math.min(to - from, count * 2 + 64);
      kinds = grown(kinds, new Uint8Array(size));
      starts = grown(starts, new Uint32Array(size));
      ends = grown(ends, new Uint32Array(size));
      ids = grown(ids, new Int32Array(size));
      directives = grown(directives, new Uint8Array(size));
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count] = at > to ? to : at;
    ids[count] = id;
    directives[count] = inDirective;
    count++;
  }
  const { starts: nameStarts, ends: nameEnds, count: nameCount } = names;
  return { text, count, kinds, starts, ends, ids, directives, nameStarts, nameEnds, nameCount, texts: [], open };
}

/** The text of the name with number `id`. */
export function nameOf(lexemes: Lexemes, id: number): string {
  return (lexemes.texts[id] ??= lexemes.text.slice(lexemes.nameStarts[id], lexemes.nameEnds[id]));
}

/** The code of a token that is punctuation of one character; 0 for any other, and beyond the ends. */
export function punctuationAt({ text, count, kinds, starts, ends }: Lexemes, at: number): number {
  if (at < 0 || at >= count || kinds[at] !== PUNCTUATION || ends[at]! - starts[at]! !== 1) return 0;
  return text.charCodeAt(starts[at]!);
}

/** The numbers of those of `names` that the text mentions in code. */
export function idsOf(lexemes: Lexemes, names: Iterable<string>): Set<number> {
  const wanted = new Set(names);
  const found = new Set<number>();
  for (let id = 0; id < lexemes.nameCount; id++) if (wanted.has(nameOf(lexemes, id))) found.add(id);
  return found;
}

/** The offset after the literal; the complement of it when it is not closed. */
function endOfLiteral(text: string, at: number, to: number, quote: number): number {
  for (let i = at + 1; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i + 1;
    if (code === NEWLINE) return ~i;
    if (code === BACKSLASH) i++;
  }
  return ~to;
}

function endOfNumber(text: string, at: number, to: number): number {
  let i = at + 1;
  for (; i < to; i++) {
    const code = text.charCodeAt(i);
    if (classes[code & 255] === DIGIT || code === DOT || (classes[code & 255] === LETTER && code < 128 && code !== 36))
      continue;
    if ((code === PLUS || code === MINUS) && /[eEpP]/.test(text[i - 1]!)) continue;
    break;
  }
  return i;
}

function endOfLine(text: string, at: number, to: number): number {
  for (let i = at; i < to; i++) {
    const end = text.indexOf('\n', i);
    if (end < 0 || end >= to) return to;
    const isContinued =
      text.charCodeAt(end - 1) === BACKSLASH ||
      (text.charCodeAt(end - 1) === RETURN && text.charCodeAt(end - 2) === BACKSLASH);
    if (!isContinued) return end;
    i = end;
  }
  return to;
}

function lengthOfOperator(text: string, at: number, code: number, next: number): number {
  switch (code) {
    case MINUS:
      if (next === GREATER || next === MINUS) return 2;
      break;
    case PLUS:
    case AND:
    case OR:
      if (next === code) return 2;
      break;
    case LESS:
    case GREATER:
      if (next === code) return text.charCodeAt(at + 2) === EQUALS ? 3 : 2;
      break;
    case DOT:
      return next === DOT && text.charCodeAt(at + 2) === DOT ? 3 : 1;
    default:
  }
  return next === EQUALS && beforeEquals.has(code) ? 2 : 1;
}

function grown<A extends Uint8Array | Uint32Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** Numbers names in order of appearance: a hash table that compares in place and makes no strings. */
class NameTable {
  readonly #text: string;
  #slots: Int32Array<ArrayBuffer>;
  #hashes: Int32Array<ArrayBuffer>;
  starts: Uint32Array<ArrayBuffer>;
  ends: Uint32Array<ArrayBuffer>;
  count = 0;

  /** Makes room by the length of what is split: most of it is a line of a macro, some of it a driver. */
  constructor(text: string, length: number) {
    const room = length < 256 ? 16 : 512;
    this.#text = text;
    this.#slots = new Int32Array(room * 2).fill(-1);
    this.#hashes = new Int32Array(room);
    this.starts = new Uint32Array(room);
    this.ends = new Uint32Array(room);
  }

  idOf(start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = spread(hash) & mask;
    for (;;) {
      const id = this.#slots[slot]!;
      if (id < 0) break;
      if (this.#hashes[id] === hash && this.#isSame(id, start, end)) return id;
      slot = (slot + 1) & mask;
    }
    return this.#add(slot, start, end, hash);
  }

  #isSame(id: number, start: number, end: number): boolean {
    const first = this.starts[id]!;
    if (this.ends[id]! - first !== end - start) return false;
    for (let i = 0; i < end - start; i++)
      if (this.#text.charCodeAt(first + i) !== this.#text.charCodeAt(start + i)) return false;
    return true;
  }

  #add(slot: number, start: number, end: number, hash: number): number {
    const id = this.count++;
    if (id === this.starts.length) {
      this.starts = grown(this.starts, new Uint32Array(id * 2));
      this.ends = grown(this.ends, new Uint32Array(id * 2));
      this.#hashes = grown(this.#hashes, new Int32Array(id * 2));
    }
    this.starts[id] = start;
    this.ends[id] = end;
    this.#hashes[id] = hash;
    this.#slots[slot] = id;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = spread(this.#hashes[id]!) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 4;
}
