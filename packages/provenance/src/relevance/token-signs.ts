import {
  addressed,
  NAME,
  parametersOf,
  punctuationAt,
  PUNCTUATION,
  type Lexemes,
  type MacroDefinition,
  type Outline,
  type OutlinedFunction,
} from '@freehandle/c-source';
import type { TokenRange } from './mention-graph.ts';

const [AND, OPEN, CLOSE, STAR, COMMA, SEMICOLON, EQUALS, OPEN_BRACKET] = [38, 40, 41, 42, 44, 59, 61, 91];

/** Whether one of the names stands in the range. */
export function mentions({ ids }: Lexemes, { from, to }: TokenRange, names: ReadonlySet<number>): boolean {
  if (names.size === 0) return false;
  for (let i = from; i <= to; i++) if (names.has(ids[i]!)) return true;
  return false;
}

/**
 * The names of members and variables whose value may matter in the range: all but those of which nothing but the address
 * is given to functions other than `seeds`.
 */
export function namesRead(lexemes: Lexemes, { from, to }: TokenRange, seeds: ReadonlySet<number>): Set<number> {
  const found = new Set<number>();
  let depth = 0;
  /** The depth of the call of one of `seeds` that is open. */
  let seed = -1;
  let skipped = -1;
  for (let i = from; i <= to; i++) {
    if (lexemes.kinds[i] === NAME) {
      const after = lexeme(lexemes, i + 1);
      if (i !== skipped && after !== '->' && after !== '.' && after !== '(') found.add(lexemes.ids[i]!);
      if (seeds.has(lexemes.ids[i]!) && after === '(' && seed < 0) seed = depth;
      continue;
    }
    const code = punctuationAt(lexemes, i);
    if (code === OPEN) depth++;
    else if (code === CLOSE) {
      depth--;
      if (depth === seed) seed = -1;
    } else if (code === AND && seed < 0) skipped = addressed(lexemes, i);
  }
  return found;
}

/** The names of which an element is named in the range. */
export function namesIndexed(lexemes: Lexemes, { from, to }: TokenRange): Set<number> {
  const found = new Set<number>();
  for (let i = from; i < to; i++)
    if (lexemes.kinds[i] === NAME && punctuationAt(lexemes, i + 1) === OPEN_BRACKET) found.add(lexemes.ids[i]!);
  return found;
}

/** Whether the address of something of one of these names is taken between the braces. */
export function lends(lexemes: Lexemes, open: number, close: number, names: ReadonlySet<number>): boolean {
  for (let i = open + 1; i < close; i++) {
    if (punctuationAt(lexemes, i) !== AND) continue;
    const last = addressed(lexemes, i);
    if (last >= 0 && names.has(lexemes.ids[last]!)) return true;
  }
  return false;
}

/** Whether it hands a plain variable to a function that releases: `kfree(p)`, not `kfree(p->buffer)`. */
export function mayRelease(lexemes: Lexemes, { from, to }: TokenRange, releasing: ReadonlySet<number>): boolean {
  for (let i = from; i < to; i++) {
    if (releasing.has(lexemes.ids[i]!) && plainArguments(lexemes, i + 1, to).length > 0) return true;
  }
  return false;
}

/** Whether it may store to something that is not simply a variable; of a macro: to anything, since it may be given a member. */
export function storesToMember(lexemes: Lexemes, { from, to }: TokenRange): boolean {
  for (let i = from + 1; i <= to; i++) {
    if (lexemes.kinds[i] !== PUNCTUATION) continue;
    const operator = lexeme(lexemes, i);
    if (operator === '++' || operator === '--') return true;
    if (operator === '&' && lexemes.directives[i] && /^[(,]$/.test(lexeme(lexemes, i - 1))) return true;
    if (isAssignment(operator) && (lexemes.directives[i] || !isPlain(lexemes, i - 1))) return true;
  }
  return false;
}

/**
 * The functions, by their place in the outline, that may store a parameter as it came in to a member: by an assignment,
 * or by one of these or of `known` that they call with it.
 */
export function keepersOf(outline: Outline, known: ReadonlySet<number>): number[] {
  const { lexemes, functions } = outline;
  const keeping = new Set(known);
  const found = new Set<number>();
  const passed = functions.map((definition) => passedOn(lexemes, definition));
  functions.forEach((definition, index) => {
    if (!passed[index]!.kept) return;
    found.add(index);
    for (const name of definition.names) keeping.add(name);
  });
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    functions.forEach((definition, index) => {
      if (found.has(index) || !passed[index]!.callees.some((callee) => keeping.has(callee))) return;
      found.add(index);
      for (const name of definition.names) keeping.add(name);
      isGrowing = true;
    });
  }
  return [...found];
}

/** What a function does with its parameters as they came in: stores one in a member; hands one to these callees. */
function passedOn(lexemes: Lexemes, definition: OutlinedFunction): { kept: boolean; callees: readonly number[] } {
  const { kinds, ids } = lexemes;
  const { open, close } = definition;
  const own = parametersOf(lexemes, definition);
  const callees: number[] = [];
  let kept = false;
  for (let i = open + 1; i < close; i++) {
    if (kinds[i] === NAME) {
      if (punctuationAt(lexemes, i + 1) === OPEN && plainArguments(lexemes, i + 1, close).some((id) => own.has(id)))
        callees.push(ids[i]!);
      continue;
    }
    if (punctuationAt(lexemes, i) !== EQUALS) continue;
    const value = plainValue(lexemes, i + 1, close);
    if (value < 0 || !own.has(value)) continue;
    if (isPlain(lexemes, i - 1)) own.add(ids[i - 1]!);
    else kept = true;
  }
  return { kept, callees };
}

/** The address of a plain name, given to something: of a parameter that may be a member. */
const GIVES_ADDRESS = /\w\s*\((?:[^()]*,)?\s*&\s*\(?\s*[A-Za-z_]\w*\s*\)?\s*[,)]/;

/** The names of the macros whose text, with the macros in it, may assign to something. */
export function assigningMacros(macros: readonly MacroDefinition[]): Set<string> {
  const found = new Set<string>();
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const { name, text } of macros) {
      if (found.has(name)) continue;
      const isAssigning = /[^=!<>]=[^=]|(?:<<|>>)=|\+\+|--/.test(text) || GIVES_ADDRESS.test(text);
      if (isAssigning || [...text.matchAll(/[A-Za-z_]\w*/g)].some(([word]) => found.has(word))) found.add(name);
    }
  }
  return found;
}

/** The plain variables among the arguments of the list that opens at `paren`, casts looked through. */
function plainArguments(lexemes: Lexemes, paren: number, to: number): number[] {
  const found: number[] = [];
  let depth = 0;
  let last = -1;
  let isPlainSoFar = true;
  for (let i = paren; i <= to; i++) {
    const code = punctuationAt(lexemes, i);
    if (code === OPEN) depth++;
    else if (code === CLOSE) depth--;
    if (depth === 0 || (depth === 1 && code === COMMA)) {
      if (isPlainSoFar && last >= 0) found.push(last);
      last = -1;
      isPlainSoFar = true;
    } else if (lexemes.kinds[i] === NAME) last = lexemes.ids[i]!;
    else if (!isAround(code)) isPlainSoFar = false;
    if (depth === 0) break;
  }
  return found;
}

/** The variable that the expression from `at` is, casts looked through, or −1. */
function plainValue(lexemes: Lexemes, at: number, to: number): number {
  let last = -1;
  for (let i = at; i <= to; i++) {
    const code = punctuationAt(lexemes, i);
    if (code === SEMICOLON || code === COMMA) return last;
    if (lexemes.kinds[i] === NAME) last = lexemes.ids[i]!;
    else if (!isAround(code)) return -1;
  }
  return -1;
}

/** Whether it may stand around a variable that is cast. */
function isAround(code: number): boolean {
  return code === OPEN || code === CLOSE || code === STAR;
}

/** Whether the place that ends in token `at` is a variable rather than a part of something. */
function isPlain(lexemes: Lexemes, at: number): boolean {
  if (lexemes.kinds[at] !== NAME) return false;
  const before = lexeme(lexemes, at - 1);
  return before !== '->' && before !== '.';
}

function isAssignment(operator: string): boolean {
  return /^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator);
}

function lexeme({ text, starts, ends }: Lexemes, at: number): string {
  return text.slice(starts[at], ends[at]);
}
