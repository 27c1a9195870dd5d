import { HASH, lex, NAME, nameOf, NUMBER, PUNCTUATION, TEXT, type Lexemes } from '../lexer.ts';
import type { Span } from '../span.ts';
import { closeStrings } from './open-strings.ts';
import { endOfDirective, type MacroShapes } from './macro-shapes.ts';
import { wordClasses } from './vocabulary.ts';

/** Codes of tokens that are no punctuation of one character, which has its own code. */
export const [NAME_CODE, NUMBER_CODE, TEXT_CODE, OPERATOR_CODE, DIRECTIVE_CODE] = [1, 2, 3, 4, 35] as const;

/**
 * A text while it is masked: its tokens outside directives, one for each directive, and the bytes that become the result.
 * What is blanked is dead and is skipped by those who come later.
 */
export class Sheet {
  readonly text: string;
  readonly lexemes: Lexemes;
  readonly bytes: Buffer;
  /** The number of tokens; those of a directive after its number sign are left out. */
  readonly count: number;
  /** What each token is: the code of its one character, or one of the codes above. */
  readonly codes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** The class of each name in the vocabulary; 0 for other tokens. */
  readonly classes: Uint16Array;
  /** What is known of each name as a macro. */
  readonly shapes: Uint16Array;
  readonly dead: Uint8Array;
  /** The code that was put on the white space after each token; 0 for none. */
  readonly after: Uint8Array;
  /** Of a bracket the one that it is paired with, of an `#else` or `#elif` the token after its `#endif`; −1 for others. */
  readonly match: Int32Array;
  /** Definitions of macros where the grammar takes none. */
  readonly defines: Span[] = [];

  readonly #ids: Int32Array;
  /** The token of the lexemes that each token is. */
  readonly #own: Int32Array;

  constructor(original: string, known: MacroShapes) {
    const lexed = lex(original);
    this.text = closeStrings(original, lexed.open);
    const lexemes = this.text === original ? lexed : lex(this.text);
    this.lexemes = lexemes;
    this.bytes = Buffer.from(this.text, 'latin1');
    const { kinds, starts, ends, ids, nameCount } = lexemes;
    const classOfName = new Uint16Array(nameCount);
    const shapeOfName = new Uint16Array(nameCount);
    for (let id = 0; id < nameCount; id++) {
      const name = nameOf(lexemes, id);
      classOfName[id] = wordClasses.get(name) ?? 0;
      shapeOfName[id] = known.get(name) ?? 0;
    }
    const size = lexemes.count;
    const own = new Int32Array(size);
    let count = 0;
    let end = 0;
    for (let i = 0; i < size; i++) {
      this.#blankGap(end, starts[i]!);
      end = ends[i]!;
      own[count++] = i;
      if (!lexemes.directives[i] || kinds[i] !== HASH) continue;
      const next = endOfDirective(lexemes, i);
      for (; i + 1 < next; i++) {
        this.#blankGap(end, starts[i + 1]!);
        end = ends[i + 1]!;
      }
    }
    this.#blankGap(end, this.text.length);
    this.count = count;
    this.#own = own;
    this.codes = new Uint8Array(count);
    this.starts = new Uint32Array(count);
    this.ends = new Uint32Array(count);
    this.classes = new Uint16Array(count);
    this.shapes = new Uint16Array(count);
    this.dead = new Uint8Array(count);
    this.after = new Uint8Array(count);
    this.match = new Int32Array(count).fill(-1);
    this.#ids = new Int32Array(count);
    for (let k = 0; k < count; k++) {
      const i = own[k]!;
      const start = (this.starts[k] = starts[i]!);
      this.ends[k] = ends[i]!;
      const id = (this.#ids[k] = ids[i]!);
      const kind = kinds[i]!;
      if (kind === NAME) {
        this.codes[k] = NAME_CODE;
        this.classes[k] = classOfName[id]!;
        this.shapes[k] = shapeOfName[id]!;
      } else if (kind === PUNCTUATION)
        this.codes[k] = ends[i]! - start === 1 ? this.text.charCodeAt(start) : OPERATOR_CODE;
      else this.codes[k] = kind === NUMBER ? NUMBER_CODE : kind === TEXT ? TEXT_CODE : DIRECTIVE_CODE;
    }
    this.#matchBrackets();
  }

  /** The name that a token is; empty when it is none. */
  word(k: number): string {
    return this.codes[k] === NAME_CODE ? nameOf(this.lexemes, this.#ids[k]!) : '';
  }

  /** The text of a token. */
  textOf(k: number): string {
    return this.text.slice(this.starts[k], this.ends[k]);
  }

  /** The word of a directive, such as `ifdef`. */
  directive(k: number): string {
    const next = this.#own[k]! + 1;
    const { count, directives, kinds, ids } = this.lexemes;
    return next < count && directives[next] && kinds[next] === NAME ? nameOf(this.lexemes, ids[next]!) : '';
  }

  /** The tokens of a directive: from its number sign to the one after it, by their numbers in the lexemes. */
  directiveTokens(k: number): { readonly from: number; readonly to: number } {
    return { from: this.#own[k]!, to: endOfDirective(this.lexemes, this.#own[k]!) };
  }

  /** Where a directive ends: after its last token. */
  directiveEnd(k: number): number {
    return this.lexemes.ends[this.directiveTokens(k).to - 1]!;
  }

  /** The next living token that stands beside this one in one configuration; the number of tokens at the end. */
  next(k: number): number {
    let next = k + 1;
    while (next < this.count) {
      if (this.codes[next] === DIRECTIVE_CODE) next = this.match[next]! >= 0 ? this.match[next]! : next + 1;
      else if (this.dead[next]) next++;
      else break;
    }
    return next;
  }

  /** The living token before, whatever conditional it stands in; −1 at the start. */
  before(k: number): number {
    let before = k - 1;
    while (before >= 0 && (this.dead[before] || this.codes[before] === DIRECTIVE_CODE)) before--;
    return before;
  }

  /** The code of a token, 0 beyond the ends. */
  code(k: number): number {
    return k >= 0 && k < this.count ? this.codes[k]! : 0;
  }

  /** Blanks bytes; line ends stay. */
  blank(start: number, end: number): void {
    const { bytes } = this;
    for (let at = start; at < end; at++) if (bytes[at] !== 10 && bytes[at] !== 13) bytes[at] = 32;
  }

  /** Blanks tokens, both included, with what is between them; not where a conditional runs into them or out of them. */
  kill(from: number, to: number): boolean {
    let depth = 0;
    for (let k = from; k <= to; k++) {
      if (this.codes[k] !== DIRECTIVE_CODE || this.dead[k]) continue;
      const word = this.directive(k);
      if (word.startsWith('if')) depth++;
      else if ((word === 'endif' && --depth < 0) || (word.startsWith('el') && depth === 0)) return false;
    }
    if (depth !== 0) return false;
    this.blank(this.starts[from]!, this.ends[to]!);
    this.dead.fill(1, from, to + 1);
    return true;
  }

  /** Puts a semicolon after a call, or in it: `SAY((a, b))` is `SAY (a, b);` as well. */
  endCall(open: number, close: number): void {
    if (this.mark(close, ';')) return;
    if (this.codes[open + 1] !== 40 || this.match[open + 1] !== close - 1) return;
    this.kill(open, open);
    this.bytes[this.starts[close]!] = 59;
    this.codes[close] = 59;
  }

  /** Puts a character on the white space after a token, in place of a semicolon put there; false when there is none. */
  mark(k: number, what: ';' | ',' | '=' | ')' | '(' | '{' | '}' | '@'): boolean {
    const at = this.ends[k]!;
    if (at >= this.text.length || (this.bytes[at]! > 32 && this.after[k] !== 59)) return false;
    this.bytes[at] = what.charCodeAt(0);
    this.after[k] = what.charCodeAt(0);
    return true;
  }

  /** Writes a word over a token, with blanks to its end. False when it does not fit. */
  write(k: number, word: string): boolean {
    const room = this.ends[k]! - this.starts[k]!;
    if (word.length > room) return false;
    this.bytes.write(word.padEnd(room), this.starts[k]!, 'latin1');
    return true;
  }

  /** Whether a line ends between two tokens. */
  isLineBetween(first: number, second: number): boolean {
    const end = second < this.count ? this.starts[second]! : this.text.length;
    const at = this.text.indexOf('\n', this.ends[first]);
    return at >= 0 && at < end;
  }

  /** The column that a token starts in when it is the first of its line; −1 when it is not. */
  indentOf(k: number): number {
    const offset = this.starts[k]!;
    let column = 0;
    for (let at = this.text.lastIndexOf('\n', offset - 1) + 1; at < offset; at++) {
      if (this.bytes[at]! > 32) return -1;
      column = this.bytes[at] === 9 ? column + 8 - (column % 8) : column + 1;
    }
    return column;
  }

  /** Between tokens there is nothing but white space, comments, stray control characters and backslashes that continue a line. */
  #blankGap(from: number, to: number): void {
    const { bytes } = this;
    for (let at = from; at < to; at++) {
      const code = bytes[at]!;
      if (code === 32 || (code >= 9 && code <= 13)) continue;
      if (code === 92 && (bytes[at + 1] === 10 || (bytes[at + 1] === 13 && bytes[at + 2] === 10))) continue;
      bytes[at] = 32;
    }
  }

  /** Pairs brackets, each branch of a conditional by itself, and finds the ends of branches. */
  #matchBrackets(): void {
    const { codes, match, count } = this;
    const open: number[] = [];
    const conditionals: { readonly before: readonly number[]; after: readonly number[] | null; elses: number[] }[] = [];
    for (let k = 0; k < count; k++) {
      switch (codes[k]) {
        case 40:
        case 91:
        case 123:
          open.push(k);
          break;
        case 41:
        case 93:
        case 125: {
          const opened = codes[k] === 41 ? 40 : codes[k] === 93 ? 91 : 123;
          // A bracket that does not fit is passed over.
          if (open.length > 0 && codes[open[open.length - 1]!] === opened) {
            const at = open.pop()!;
            match[k] = at;
            if (match[at] === -1) match[at] = k;
          }
          break;
        }
        case DIRECTIVE_CODE: {
          const word = this.directive(k);
          if (word.startsWith('if')) conditionals.push({ before: [...open], after: null, elses: [] });
          else if (word.startsWith('el')) {
            const top = conditionals[conditionals.length - 1];
            if (!top) break;
            top.after ??= [...open];
            top.elses.push(k);
            open.splice(0, open.length, ...top.before);
          } else if (word === 'endif') {
            const top = conditionals.pop();
            if (top?.after) open.splice(0, open.length, ...top.after);
            for (const at of top?.elses ?? []) match[at] = k + 1;
          }
          break;
        }
        default:
      }
    }
  }
}
