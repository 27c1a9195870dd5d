import { NAME, nameOf, PUNCTUATION, type Lexemes } from '../lexer.ts';
import type { Span } from '../span.ts';
import { addressed } from './addressed.ts';
import { isBalanced, splitsConditional } from './conditionals.ts';
import { parametersOf, type Outline, type OutlinedFunction } from './outline.ts';
import { withPointersMade, type Part } from './pointers-made.ts';

/** How much of a function is shown to the parser. */
export type Detail =
  /** All of it. */
  | 'whole'
  /** Its head, its declarations and its stores to what outlives it, with all values of the pointers that they go through: without the flow of control. */
  | {
      readonly kind: 'stores';
      /** Calls of these are shown too, by their number. */
      readonly calls: ReadonlySet<number>;
      /** Calls of these that fill a whole object are shown too, by their number. */
      readonly overwriting: ReadonlySet<number>;
      /** What gives away the address of a member or variable of one of these names is shown too, by their number. */
      readonly lent: ReadonlySet<number>;
      /** What is given an array of one of these names is shown too, by their number. */
      readonly arrays: ReadonlySet<number>;
      /** All of it all the same when a variable of its own that is shown may have more values than the shown ones. */
      readonly steady: boolean;
    };

const typeWords = new Set([
  ...['struct', 'union', 'enum', 'const', 'static', 'volatile', 'unsigned', 'signed', 'int', 'char', 'long', 'short'],
  ...['float', 'double', 'void', 'register', 'extern', 'auto', 'typedef', '__typeof__', 'typeof', 'bool', '_Bool'],
]);
const heads = new Set(['if', 'while', 'for', 'switch']);
const dropped = new Set(['goto', 'break', 'continue', 'asm', '__asm__', '__asm']);
const iterator = /for_?each/;
/** What an operator that stores, or takes an address, ends in: `& + - =`. */
const lastOfStore = new Set([38, 43, 45, 61]);
const nothing: ReadonlySet<number> = new Set();
const assignment = /^(?:[-+*/%&|^]|<<|>>)?=$/;

/**
 * The spans of a function's body that are left when only declarations and stores to anything but its own variables are
 * shown, in blocks as written. Null when the body is not a list of statements that can be told apart with certainty.
 */
export function skeletonOf(
  outline: Outline,
  definition: OutlinedFunction,
  { calls, lent, arrays, overwriting, steady }: Exclude<Detail, 'whole'>,
): Span[] | null {
  const { lexemes } = outline;
  const { text, kinds, starts, ends, ids, directives } = lexemes;
  const { open, close } = definition;
  const char = (i: number): string =>
    kinds[i] === PUNCTUATION && ends[i]! - starts[i]! === 1 ? text[starts[i]!]! : '';
  const lexeme = (i: number): string => text.slice(starts[i], ends[i]);
  const word = (i: number): string => (kinds[i] === NAME ? nameOf(lexemes, ids[i]!) : '');
  if (!isBalanced(lexemes, open, close)) return null;

  const parts: Part[] = [];
  const scopes: Set<number>[] = [parametersOf(lexemes, definition)];
  /** The variables of the function that are declared as pointers, wherever. */
  const pointers = new Set(scopes[0]);
  /** The variables of the function that are given values after their declaration, or that may be. */
  const changed = new Set<number>();
  /** Those that a head that is not shown may give a value. */
  const changedInHeads = new Set<number>();
  /** The last part shown is the head of a statement that must follow. */
  let needsBody = false;
  let i = open + 1;
  const skipDirectives = (at: number): number => {
    let next = at;
    while (next < close && directives[next]) next++;
    return next;
  };
  const closing = (at: number): number => {
    let depth = 0;
    for (let j = at; j < close; j++) {
      if (directives[j]) continue;
      const c = char(j);
      if (c === '(' || c === '[' || c === '{') depth++;
      else if ((c === ')' || c === ']' || c === '}') && --depth === 0) return j;
    }
    return -1;
  };
  let isSplit = false;
  const show = (kind: Part['kind'], from: number, to: number, gives: Part['gives'] = null): void => {
    isSplit ||= splitsConditional(lexemes, from, to);
    parts.push({ kind, from, to, gives });
  };

  for (i = skipDirectives(i); i < close; i = skipDirectives(i)) {
    const c = char(i);
    if (c === '{') {
      show('open', i, i);
      scopes.push(new Set());
      needsBody = false;
      i++;
      continue;
    }
    if (c === '}') {
      if (scopes.length < 2) return null;
      scopes.pop();
      show('close', i, i);
      needsBody = false;
      i++;
      continue;
    }
    const first = word(i);
    if (first === 'else' || first === 'do') {
      i++;
      continue;
    }
    if (heads.has(first) || (iterator.test(first) && char(skipDirectives(i + 1)) === '(')) {
      const paren = skipDirectives(i + 1);
      const end = char(paren) === '(' ? closing(paren) : -1;
      if (end < 0) return null;
      if (steady) noteChanges(i, end);
      const shown = heads.has(first) ? isShown(paren, end) : cursorOutlives(paren, end) || isShown(paren, end);
      if (shown) show('head', i, end);
      else for (const id of givenIn(i, end)) changedInHeads.add(id);
      needsBody ||= shown;
      i = end + 1;
      continue;
    }
    if (first === 'case' || first === 'default') {
      let j = i + 1;
      while (j < close && char(j) !== ':' && char(j) !== ';' && char(j) !== '{') j++;
      if (char(j) !== ':') return null;
      i = j + 1;
      continue;
    }
    if (first !== '' && char(i + 1) === '(' && isBlockAfter(i + 1)) {
      // A macro that begins a block.
      const end = closing(i + 1);
      if (isShown(i + 1, end)) return null;
      for (const id of passedAlone(i + 1, end)) changedInHeads.add(id);
      i = end + 1;
      continue;
    }
    if (first !== '' && char(skipDirectives(i + 1)) === ':') {
      i = skipDirectives(i + 1) + 1;
      continue;
    }
    const end = statementEnd(i);
    if (end < 0 || isSplit) return null;
    const declared = dropped.has(first) ? null : declaredBy(i, end);
    if (steady && !declared) noteChanges(i, end);
    const shown = dropped.has(first) ? isStoringAssembly(i, end) : isShown(i, end);
    if (declared) show('declaration', i, end, shown ? null : declared);
    // What is left of a function must not look as if it did nothing but return something.
    else if (shown) show('statement', first === 'return' ? i + 1 : i, end);
    else {
      const given = dropped.has(first) || first === 'return' ? nothing : givenIn(i, end);
      if (given.size > 0) show(needsBody ? 'statement' : 'assignment', i, end, needsBody ? null : given);
      else if (needsBody) show('statement', end, end);
    }
    if (!declared) needsBody = false;
    i = end + 1;
  }
  const made = withPointersMade(lexemes, parts, changedInHeads);
  const kept = made && withoutUnused(lexemes, made);
  if (!kept || isSplit || (steady && kept.some((part) => mentionsOne(lexemes, part, changed)))) return null;
  return withoutEmptyBlocks(kept).map((part) => ({
    start: starts[part.from]!,
    end: ends[part.to]!,
  }));

  function isBlockAfter(paren: number): boolean {
    const end = closing(paren);
    return end >= 0 && char(skipDirectives(end + 1)) === '{';
  }

  /** The semicolon that ends the statement at `at`, or −1. */
  function statementEnd(at: number): number {
    for (let j = at; j < close; j++) {
      if (directives[j]) continue;
      const c = char(j);
      if (c === ';') return j;
      if (c === '(' || c === '[' || c === '{') {
        j = closing(j);
        if (j < 0) return -1;
      } else if (c === '}' || c === ')' || c === ']') return -1;
    }
    return -1;
  }

  /** Whether the tokens store to anything but variables of the function, or call what is to be shown. */
  function isShown(from: number, to: number): boolean {
    for (let j = from; j <= to; j++) {
      if (directives[j]) continue;
      if (kinds[j] === NAME) {
        if (calls.has(ids[j]!) || (overwriting.has(ids[j]!) && fillsObject(j, to))) return true;
        if (arrays.has(ids[j]!) && isArgument(j, /^(?:[(,=]|->|\.)$/)) return true;
        if (lent.has(ids[j]!) && isArgument(j, /^[(,]$/) && !isVariable(ids[j]!) && isInMacro(j)) return true;
        continue;
      }
      if (kinds[j] !== PUNCTUATION || !lastOfStore.has(text.charCodeAt(ends[j]! - 1))) continue;
      const operator = lexeme(j);
      if (operator === '++' || operator === '--') {
        if (!isOwn(j - 1) && !(kinds[j + 1] === NAME && isOwnAlone(j + 1))) return true;
      } else if (operator === '&') {
        const last = addressed(lexemes, j);
        if (last >= 0 && lent.has(ids[last]!) && !(last === j + 1 && isVariable(ids[last]!))) return true;
      } else if (assignment.test(operator) && (!isOwn(j - 1) || isTarget(j - 1))) return true;
    }
    return false;
  }

  /** Whether an argument or a value ends in token `at`, with one of `before` before it. */
  function isArgument(at: number, before: RegExp): boolean {
    return ',);'.includes(char(at + 1) || '?') && before.test(lexeme(at - 1));
  }

  /** Whether the list that token `at` is in is that of a macro, by its spelling. */
  function isInMacro(at: number): boolean {
    let depth = 0;
    for (let j = at - 1; j > open; j--) {
      if (char(j) === ')') depth++;
      else if (char(j) === '(' && --depth < 0) return /^[A-Z_][A-Z\d_]*$/.test(word(j - 1));
    }
    return false;
  }

  /**
   * Whether the call at token `at` has a `sizeof` for its last argument, and not an object of the function for its first; or
   * a pointer, as it is or cast and moved, for its first.
   */
  function fillsObject(at: number, to: number): boolean {
    if (char(at + 1) !== '(') return false;
    if (char(at + 2) === '(' && char(closing(at + 2) + 2) === '+') return true;
    if (char(at + 2) === '&' && kinds[at + 3] === NAME && isOwnAlone(at + 3)) return false;
    if (kinds[at + 2] === NAME && isOwnAlone(at + 2)) return true;
    for (let j = at + 2; j <= to && char(j) !== ';'; j++) if (word(j) === 'sizeof') return true;
    return false;
  }

  /** Whether it is an assembly statement whose operands name a member. */
  function isStoringAssembly(from: number, to: number): boolean {
    for (let j = from; j <= to; j++) if (lexeme(j) === '->') return true;
    return false;
  }

  /** Notes the variables of the function that the tokens give a value, or let others give one. */
  function noteChanges(from: number, to: number): void {
    if (iterator.test(word(from)) && kinds[from + 2] === NAME) changed.add(ids[from + 2]!);
    for (let j = from; j <= to; j++) {
      if (kinds[j] !== PUNCTUATION || !lastOfStore.has(text.charCodeAt(ends[j]! - 1))) continue;
      const operator = lexeme(j);
      const isStore = operator === '++' || operator === '--' || assignment.test(operator);
      if (isStore && kinds[j - 1] === NAME && isOwn(j - 1)) changed.add(ids[j - 1]!);
      if (kinds[j + 1] === NAME && (operator === '++' || operator === '--' || operator === '&'))
        changed.add(ids[j + 1]!);
    }
  }

  /** The variables of the function that the tokens give a value, or that they give the address of. */
  function givenIn(from: number, to: number): ReadonlySet<number> {
    const found = new Set(iterator.test(word(from)) ? passedAlone(from, to) : []);
    for (let j = from; j <= to; j++) {
      if (kinds[j] !== PUNCTUATION || directives[j] || !lastOfStore.has(text.charCodeAt(ends[j]! - 1))) continue;
      const operator = lexeme(j);
      const isCount = operator === '++' || operator === '--';
      const isAfter = kinds[j - 1] === NAME && (isCount || assignment.test(operator));
      if (isAfter && !/^(?:->|\.)$/.test(lexeme(j - 2)) && isVariable(ids[j - 1]!)) found.add(ids[j - 1]!);
      if (kinds[j + 1] === NAME && (isCount || operator === '&') && isOwnAlone(j + 1)) found.add(ids[j + 1]!);
    }
    return found;
  }

  /** The variables of the function that are given to something as they are: a macro may set each of them. */
  function passedAlone(from: number, to: number): number[] {
    const found: number[] = [];
    for (let j = from; j <= to; j++)
      if (kinds[j] === NAME && isArgument(j, /^[(,]$/) && isVariable(ids[j]!)) found.push(ids[j]!);
    return found;
  }

  /** Whether the place that ends in token `at` is a variable of the function, or an element of one that is an array. */
  function isOwn(at: number): boolean {
    let j = at;
    while (char(j) === ']') {
      let depth = 0;
      for (; j > open; j--) {
        if (char(j) === ']') depth++;
        else if (char(j) === '[' && --depth === 0) break;
      }
      j--;
    }
    if (kinds[j] !== NAME || !isVariable(ids[j]!) || (j < at && pointers.has(ids[j]!))) return false;
    const before = lexeme(j - 1);
    return before !== '->' && before !== '.';
  }

  /** Whether the variable at token `at` is only pointed through: `*p = *q`, `*(u64 *)p = 0`. */
  function isTarget(at: number): boolean {
    let j = at - 1;
    if (char(j) === ')' && char(j - 1) === '*') while (j > open && char(j) !== '(') j--;
    if (char(j) === '(') j--;
    if (char(j) !== '*') return false;
    while (char(j) === '*') j--;
    return /^(?:[;{})(,:]|else|do)$/.test(lexeme(j));
  }

  function isOwnAlone(at: number): boolean {
    const after = lexeme(at + 1);
    return isVariable(ids[at]!) && after !== '->' && after !== '.' && after !== '[';
  }

  function isVariable(id: number): boolean {
    return scopes.some((scope) => scope.has(id));
  }

  /** The first argument of an iterator, which it sets, is not simply a variable of the function. */
  function cursorOutlives(paren: number, end: number): boolean {
    return !(
      kinds[paren + 1] === NAME &&
      isVariable(ids[paren + 1]!) &&
      (char(paren + 2) === ',' || paren + 2 === end)
    );
  }

  /** What the statement declares if it looks like a declaration, else null. Adds it to the scope. */
  function declaredBy(from: number, to: number): ReadonlySet<number> | null {
    if (!typeWords.has(word(from))) {
      // `a * b;` is taken for a declaration, which costs nothing; `a * b = c` can be nothing else.
      if (kinds[from] !== NAME || word(from) === 'return') return null;
      let next = from + 1;
      while (char(next) === '*') next++;
      if (kinds[next] !== NAME) return null;
    }
    const found = new Set<number>();
    let inValue = false;
    for (let j = from + 1; j <= to && !directives[j]; j++) {
      const c = char(j);
      if (c === '(' || c === '[' || c === '{') {
        // A pointer to a function: `int (*f)(void)`.
        if (c === '(' && !inValue && char(j + 1) === '*' && kinds[j + 2] === NAME) found.add(ids[j + 2]!);
        j = closing(j);
        if (j < 0) break;
        continue;
      }
      if (c === ',') inValue = false;
      else if (c === '=') inValue = true;
      else if (!inValue && kinds[j] === NAME && ',;=['.includes(char(j + 1) || '?')) {
        found.add(ids[j]!);
        if (char(j - 1) === '*') pointers.add(ids[j]!);
      }
    }
    for (const id of found) scopes[scopes.length - 1]!.add(id);
    return found;
  }
}

/** Without the declarations of what no later part mentions. */
function withoutUnused({ ids }: Lexemes, parts: readonly Part[]): Part[] {
  const mentioned = new Set<number>();
  const kept: Part[] = [];
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i]!;
    if (part.kind === 'declaration' && part.gives && ![...part.gives].some((id) => mentioned.has(id))) continue;
    for (let j = part.from; j <= part.to; j++) if (ids[j]! >= 0) mentioned.add(ids[j]!);
    kept.push(part);
  }
  return kept.reverse();
}

function mentionsOne({ ids }: Lexemes, part: Part, names: ReadonlySet<number>): boolean {
  for (let i = part.from; i <= part.to; i++) if (names.has(ids[i]!)) return true;
  return false;
}

/** Without blocks that show nothing, unless a head needs them. */
function withoutEmptyBlocks(parts: readonly Part[]): Part[] {
  const kept: Part[] = [];
  for (const part of parts) {
    const isEmpty = part.kind === 'close' && kept[kept.length - 1]?.kind === 'open';
    if (isEmpty && kept[kept.length - 2]?.kind !== 'head') kept.pop();
    else kept.push(part);
  }
  return kept;
}
