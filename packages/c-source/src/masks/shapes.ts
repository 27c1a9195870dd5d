import { HASH, lex, NAME, nameOf, NUMBER, type Lexemes } from '../lexer.ts';
import { directiveEnd } from '../outline/declared.ts';
import { directiveWord } from '../outline/outline.ts';

/** What a bracket encloses. */
type Enclosed = 'body' | 'record' | 'enum' | 'value' | 'call' | 'paren';

const notMacros = new Set([
  ...['if', 'while', 'for', 'switch', 'return', 'sizeof', 'typeof', '__typeof__', 'asm', '__asm__', 'do', 'else'],
  ...['case', 'goto', 'default', 'defined', '__attribute__', 'struct', 'union', 'enum', 'int', 'char', 'void', 'long'],
]);
/** Words whose parentheses hold no arguments. */
const notCalls = new Set([
  ...['if', 'while', 'for', 'switch', 'return', 'sizeof', 'typeof', '__typeof__', 'asm', '__asm__', 'case', 'else'],
  ...['__attribute__', '_Generic', 'defined', '__alignof__', 'volatile', 'do', 'goto'],
]);
const statementWords = new Set(['if', 'for', 'while', 'do', 'switch', 'return', 'break', 'goto']);
const typeWords = new Set([
  ...['struct', 'union', 'enum', 'const', 'volatile', 'unsigned', 'signed', 'int', 'char', 'long', 'short'],
  ...['float', 'double', 'void', 'bool', '_Bool'],
]);
const storage = new Set(['static', 'extern', 'const', 'inline', 'volatile']);
const validNumber =
  /^(?:0[xX][\da-fA-F]+|0[bB][01]+|\d+)(?:[uUlL]|[uU]?[lL]{2}|[lL]{2}[uU])*$|^(?:0[xX][\da-fA-F.]+[pP][+-]?\d+|\d*\.?\d*(?:[eE][+-]?\d+)?)[fFlL]?$/;

/**
 * Masks what only its place shows to be a macro, and what the grammar lacks, without knowing any name; equal in length:
 * calls that end without a semicolon or a comma, macros that begin a block, attributes before a macro at file level,
 * ranges of cases, words that start with digits, definitions of macros among enumerators and values.
 */
export function maskShapes(text: string): string {
  const lexemes = lex(text);
  const { count, kinds, starts, ends, ids, directives } = lexemes;
  const bytes = Buffer.from(text, 'latin1');
  const stack: Enclosed[] = [];
  const word = (i: number): string => (i >= 0 && kinds[i] === NAME ? nameOf(lexemes, ids[i]!) : '');
  const char = (i: number): string => (i >= 0 && i < count && ends[i]! - starts[i]! === 1 ? text[starts[i]!]! : '');
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (bytes[at] !== 10 && bytes[at] !== 13) bytes[at] = 32;
  };
  /** Puts `mark` on the white space after token `i`, if there is some. */
  const mark = (i: number, what: string): void => {
    const at = ends[i]!;
    if (at < text.length && text.charCodeAt(at) <= 32) bytes[at] = what.charCodeAt(0);
  };
  /** Operators on types that are read as calls. */
  const asCalls = new Set<number>();
  /** The names of the calls that are open. */
  const calls: number[] = [];
  /** Parentheses that close macros whose argument is a list of statements. */
  const unwrapped = new Set<number>();
  let previous = -1;
  for (let i = 0; i < count; i++) {
    if (directives[i]) {
      if (kinds[i] === HASH) maskDirective(i);
      continue;
    }
    const c = char(i);
    if (kinds[i] === NUMBER && !validNumber.test(text.slice(starts[i], ends[i]))) bytes[starts[i]!] = 0x78;
    else if (c === '{') stack.push(enclosedBy(i));
    else if (c === '(' && isCall(i)) {
      stack.push('call');
      calls.push(previous);
      maskArgument(i + 1);
    } else if (c === '(' || c === '[') stack.push('paren');
    else if (c === ',' && stack[stack.length - 1] === 'call') maskArgument(i + 1);
    // A statement as an argument: it is read as an expression.
    else if (c === ';' && stack[stack.length - 1] === 'call') bytes[starts[i]!] = char(i + 1) === ')' ? 0x20 : 0x2c;
    else if (c === '}' || c === ')' || c === ']') {
      if (stack.pop() === 'call') calls.pop();
      if (unwrapped.delete(i)) blank(starts[i]!, ends[i]!);
    } else if (kinds[i] === NAME) maskName(i);
    previous = i;
  }
  return bytes.toString('latin1');

  function enclosedBy(brace: number): Enclosed {
    const before = char(previous);
    const top = stack[stack.length - 1];
    if (top === 'paren' || top === 'call') return before === '(' ? 'body' : 'value';
    if (before === '=' || top === 'value') return 'value';
    for (let i = brace - 1, back = 0; i >= 0 && back < 4; i--, back++) {
      const name = word(i);
      if (name === 'enum') return 'enum';
      if (name === 'struct' || name === 'union') return 'record';
      if (name === '') break;
    }
    return top === 'record' ? 'record' : 'body';
  }

  function maskDirective(i: number): void {
    const kind = directiveWord(lexemes, i);
    if (kind !== 'define' && kind !== 'undef') return;
    const top = stack[stack.length - 1];
    if (top !== undefined && top !== 'body' && top !== 'record') blank(starts[i]!, directiveEnd(text, starts[i]!));
    // `args...`: the grammar knows the bare dots only.
    for (let j = i + 4; j + 1 < count && directives[j + 1] && kinds[j] !== HASH; j++) {
      if (char(j) === ')') break;
      if (kinds[j] === NAME && text.slice(starts[j + 1], ends[j + 1]) === '...') blank(starts[j + 1]!, ends[j + 1]!);
    }
  }

  function maskName(i: number): void {
    const name = word(i);
    const top = stack[stack.length - 1];
    if (name === 'case' && top === 'body') maskRange(i);
    if (name === 'offsetof') bytes[starts[i]!] = 0x78;
    if (char(i + 1) !== '(' || notMacros.has(name)) return;
    if (top === 'paren' || top === 'call' || top === 'enum') return;
    const close = closing(lexemes, i + 1);
    if (close < 0) return;
    if (top === 'record') {
      // What such a member is called only the macro knows.
      if ([';', '{', '}'].includes(char(previous)) && char(close + 1) === ';') blank(starts[i]!, ends[close + 1]!);
      return;
    }
    let next = close + 1;
    const crossesDirective = next < count && directives[next] === 1;
    while (next < count && directives[next]) next++;
    if (stack.length === 0) {
      maskFileMacro(i, close, next);
      return;
    }
    const before = char(previous);
    if (top === 'value') {
      if ((before === '{' || before === ',' || before === ')') && (kinds[next] === NAME || char(next) === '.'))
        mark(close, ',');
      return;
    }
    const isStatement = [';', '{', '}', ':', ')'].includes(before) || word(previous) === 'else';
    if (!isStatement) return;
    if (char(next) === '{') {
      if (before !== ')' && name.length >= 5) bytes.write('while'.padEnd(name.length), starts[i]!, 'latin1');
      return;
    }
    if (kinds[next] !== NAME && char(next) !== '}') return;
    if (next < count && !text.slice(ends[close], starts[next]).includes('\n')) return;
    const isDeeper = !crossesDirective && indentOf(starts[next]!) > indentOf(starts[i]!) && char(next) !== '}';
    if (isDeeper && name.length >= 5) bytes.write('while'.padEnd(name.length), starts[i]!, 'latin1');
    else mark(close, ';');
  }

  function isCall(paren: number): boolean {
    if (previous !== paren - 1 || kinds[previous] !== NAME || !stack.includes('body')) return false;
    return asCalls.has(previous) || !notCalls.has(word(previous));
  }

  /** A type as an argument of a macro is read as a name; of two names side by side the first is no part of the value. */
  function maskArgument(from: number): void {
    if (statementWords.has(word(from))) {
      const name = calls.pop()!;
      const close = closing(lexemes, name + 1);
      if (close >= 0) {
        // What the macro adds is not seen; its argument is read as what it is.
        blank(starts[name]!, starts[from]!);
        unwrapped.add(close);
      }
      stack[stack.length - 1] = 'body';
      return;
    }
    let i = from;
    let names = 0;
    let isType = false;
    while (i < count && !directives[i] && kinds[i] === NAME && char(i + 1) !== '(') {
      isType ||= typeWords.has(word(i));
      names++;
      i++;
    }
    if (word(i) === 'typeof' || word(i) === '__typeof__') {
      bytes[starts[i]!] = 0x78;
      asCalls.add(i);
    }
    const stars = i;
    while (char(i) === '*') i++;
    const isEnd = char(i) === ',' || char(i) === ')';
    if (isEnd && names > 0 && (isType || i > stars)) {
      for (let j = from; j < stars - 1; j++) blank(starts[j]!, ends[j]!);
      if (typeWords.has(word(stars - 1))) bytes[starts[stars - 1]!] = 0x78;
      for (let j = stars; j < i; j++) blank(starts[j]!, ends[j]!);
    } else if (names > 0 && kinds[stars] === NAME && stars === i && !isType) {
      for (let j = from; j < stars; j++) blank(starts[j]!, ends[j]!);
    }
  }

  /** `static NAME(…);` and `NAME(…)` before the next declaration. */
  function maskFileMacro(i: number, close: number, next: number): void {
    let first = i;
    while (first > 0 && !directives[first - 1] && storage.has(word(first - 1))) first--;
    const before = first > 0 && !directives[first - 1] ? char(first - 1) : ';';
    if (before !== ';' && before !== '}' && before !== ')') return;
    const isEnded = char(next) === ';';
    const isMacroName = /^[A-Z_][A-Z0-9_]*$/.test(word(i)) && /[A-Z]/.test(word(i));
    const isFollowed =
      kinds[next] === NAME &&
      (isMacroName || char(next + 1) === '(') &&
      text.slice(ends[close], starts[next]).includes('\n');
    if (!isEnded && !isFollowed && !(isMacroName && next >= count)) return;
    if (isEnded && first === i) return;
    for (let j = first; j < i; j++) blank(starts[j]!, ends[j]!);
    if (!isEnded) mark(close, ';');
  }

  /** `case 1 ... 9:` is read as `case 1:`. */
  function maskRange(i: number): void {
    let dots = -1;
    for (let j = i + 1; j < Math.min(count, i + 40); j++) {
      if (text.slice(starts[j], ends[j]) === '...') dots = j;
      else if (char(j) === ':') {
        if (dots >= 0) blank(starts[dots]!, starts[j]!);
        return;
      } else if (char(j) === ';' || char(j) === '{') return;
    }
  }

  function indentOf(offset: number): number {
    const line = text.lastIndexOf('\n', offset - 1) + 1;
    let column = 0;
    for (let at = line; at < offset && text.charCodeAt(at) <= 32; at++)
      column = text[at] === '\t' ? column + 8 - (column % 8) : column + 1;
    return column;
  }
}

/** The parenthesis that closes the one at `open`, or −1; within reason. */
function closing({ text, count, starts, ends, directives }: Lexemes, open: number): number {
  let depth = 0;
  for (let i = open; i < Math.min(count, open + 2000); i++) {
    if (directives[i] || ends[i]! - starts[i]! !== 1) continue;
    const c = text[starts[i]!];
    if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i;
  }
  return -1;
}
