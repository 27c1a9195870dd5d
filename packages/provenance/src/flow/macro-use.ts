import type { Expression, MacroDefinition, Span } from '@freehandle/c-source';
import { assigningCalls } from '../vocabulary.ts';
import { ASSIGNS, mayAct, wordsOf, type MacroTable } from './macro-words.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** What using a macro does in the function around it, as far as its text shows. */
export interface MacroUse {
  /** What it assigns to: arguments, members of them, and names of the function; the value where it is an argument. */
  readonly stores: readonly {
    readonly target: Expression;
    readonly value: Expression | null;
    readonly operator: string;
  }[];
  /** The arguments whose address it gives to something. */
  readonly lends: readonly Expression[];
  /** The labels it jumps to. */
  readonly jumps: readonly string[];
  /** It may leave the function. */
  readonly returns: boolean;
  /** It may leave the loop or the switch around it, or a round of the loop. */
  readonly leaves: readonly ('break' | 'continue')[];
}

/** A token of an expansion: text of the macro, or an argument of the call. */
interface Piece {
  readonly text: string;
  readonly argument: Expression | null;
}

const MAX_DEPTH = 4;
const MAX_PIECES = 4_000;
/** What stands for the operator of a store that a macro's text makes. */
const BY_MACRO = 'by a macro';

const NOTHING: MacroUse = { stores: [], lends: [], jumps: [], returns: false, leaves: [] };

/** What the call does if it is the use of a macro; nothing for a function. */
export function macroUse(table: MacroTable, call: Call): MacroUse {
  if (call.callee.kind !== 'name') return NOTHING;
  const { name } = call.callee;
  const [a, b] = call.arguments;
  if (name === 'swap' && a && b) {
    return {
      ...NOTHING,
      stores: [
        { target: a, value: b, operator: '=' },
        // What `a` held before: nothing that can be read here any more.
        { target: b, value: a, operator: 'swap' },
      ],
    };
  }
  if (!table.has(name)) {
    const assigned = (assigningCalls.get(name) ?? []).flatMap((position) => call.arguments[position] ?? []);
    return assigned.length > 0
      ? { ...NOTHING, stores: assigned.map((one) => ({ target: pointedTo(one), value: null, operator: BY_MACRO })) }
      : NOTHING;
  }
  if (!mayAct(table, name)) return NOTHING;
  const pieces = expansion(table, name, call.arguments);
  const stores: { target: Expression; value: null; operator: string }[] = [];
  const lends: Expression[] = [];
  const jumps: string[] = [];
  pieces.forEach((piece, at) => {
    if (piece.argument) return;
    if (ASSIGNS.test(piece.text)) {
      const place = placeEndingAt(pieces, at - 1, call);
      push(stores, place);
      if (!place) for (const one of castBefore(pieces, at)) push(stores, one);
    } else if (piece.text === '&') lends.push(...lentFrom(pieces, at));
    else if (piece.text === '++' || piece.text === '--')
      push(stores, placeEndingAt(pieces, at - 1, call) ?? placeStartingAt(pieces, at + 1, call));
    else if (piece.text === 'goto') {
      const label = pieces[at + 1];
      const target = label?.argument ?? null;
      if (label) jumps.push(target?.kind === 'name' ? target.name : label.text);
    }
  });
  const says = (word: string): boolean => pieces.some((piece) => !piece.argument && piece.text === word);
  // In a macro that loops, `do { … } while (0)` too, they are that loop's.
  const loops = ['for', 'while', 'switch'].some(says);
  const leaves = loops ? [] : (['break', 'continue'] as const).filter(says);
  return { stores, lends, jumps, returns: says('return'), leaves };
}

/** The argument that is alone behind the `&` at `at`, when that is given to a function: `fill(&(x))`. */
function lentFrom(pieces: readonly Piece[], at: number): readonly Expression[] {
  if (!/^[(,]$/.test(pieces[at - 1]?.text ?? '')) return [];
  const isOpen = pieces[at + 1]?.text === '(';
  const { argument } = pieces[isOpen ? at + 2 : at + 1] ?? { argument: null };
  const end = isOpen ? at + 4 : at + 2;
  if (!argument || (isOpen && pieces[end - 1]?.text !== ')') || !/^[,)]$/.test(pieces[end]?.text ?? '')) return [];
  const callee = pieces[enclosing(pieces, at) - 1];
  const isCall = callee && !callee.argument && /^[A-Za-z_]\w*$/.test(callee.text) && !NO_CALL.test(callee.text);
  return isCall ? [argument] : [];
}

const NO_CALL = /^(?:sizeof|__?typeof(?:__)?|typeof|if|while|for|switch|return|READ_ONCE|__READ_ONCE)$/;

/** The parenthesis that is open at `at`, or −1. */
function enclosing(pieces: readonly Piece[], at: number): number {
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (pieces[i]!.text === ')') depth++;
    else if (pieces[i]!.text === '(' && --depth < 0) return i;
  }
  return -1;
}

/** What the arguments in the parentheses before `at` point to, byte by byte: `*(u32 *)((char *)(object) + 8) = 1`. */
function castBefore(pieces: readonly Piece[], at: number): readonly Expression[] {
  if (pieces[at - 1]?.text !== ')') return [];
  const inner = pieces.slice(opening(pieces, at - 1), at);
  return inner.flatMap(({ argument }, position): Expression[] => {
    // What is counted from a pointer is none: the register in `*((u32 *)base + (reg)) = val`.
    if (!argument || /^[-+]$/.test(inner[position - (inner[position - 1]?.text === '(' ? 2 : 1)]?.text ?? ''))
      return [];
    const { start, end } = argument;
    const type = { base: 'unsigned char', pointers: 1, arrays: 0, isFunction: false };
    return [{ kind: 'dereference', operand: { kind: 'cast', type, operand: argument, start, end }, start, end }];
  });
}

/** The place that the use of a macro stands for, as in `BUS(ring) = 0`; null when it is no place. */
export function macroPlace(table: MacroTable, call: Call): Expression | null {
  if (call.callee.kind !== 'name' || !table.has(call.callee.name)) return null;
  return whole(expansion(table, call.callee.name, call.arguments), call);
}

function push(to: { target: Expression; value: null; operator: string }[], target: Expression | null): void {
  if (target) to.push({ target, value: null, operator: BY_MACRO });
}

/** `*argument`, for the functions that are given the address of what they assign to. */
function pointedTo(argument: Expression): Expression {
  return argument.kind === 'address' ? argument.operand : argument;
}

/** A place that a macro's text reads; `own` when it begins with a name of the macro's, not with an argument. */
export interface MacroRead {
  readonly place: Expression;
  readonly own: boolean;
}

/** The places that the use of a macro reads beside the arguments themselves, as far as its text shows. */
export function macroReads(table: MacroTable, name: string, args: readonly Expression[], span: Span): MacroRead[] {
  if (!table.has(name)) return [];
  const pieces = withoutTypes(expansion(table, name, args));
  return pieces.flatMap((piece, at): MacroRead[] => {
    const isEnd = piece.argument !== null || piece.text === ']' || /^[A-Za-z_$]/.test(piece.text);
    if (!isEnd || /^(?:->|\.|\[|\()$/.test(pieces[at + 1]?.text ?? '')) return [];
    const found = postfix(pieces, at, span);
    if (!found || found.place === piece.argument) return [];
    let base = found.place;
    while (base.kind === 'member' || base.kind === 'index') base = base.object;
    return [{ place: found.place, own: base.kind === 'name' && base.start === span.start && base.end === span.end }];
  });
}

/** Without the operands of `sizeof`, `typeof` and `offsetof`, which are not read. */
function withoutTypes(pieces: readonly Piece[]): Piece[] {
  const kept: Piece[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const isType = /^(?:sizeof|__?typeof(?:__)?|typeof|offsetof|__builtin_offsetof|struct|union|enum)$/.test(
      pieces[at]!.text,
    );
    if (!isType) kept.push(pieces[at]!);
    else if (pieces[at + 1]?.text === '(') at = Math.max(at, closing(pieces, at + 1));
    else at++;
  }
  return kept;
}

function expansion(table: MacroTable, name: string, args: readonly Expression[]): Piece[] {
  const given = args.map((argument): Piece[] => [{ text: '', argument }]);
  const result: Piece[] = [];
  for (const definition of table.get(name) ?? []) expand(table, definition, given, 0, result);
  return result;
}

function expand(
  table: MacroTable,
  definition: MacroDefinition,
  given: readonly Piece[][],
  depth: number,
  result: Piece[],
): void {
  const { parameters } = definition;
  const own: Piece[] = pasted(
    wordsOf(definition).flatMap((word) => {
      const position = parameters?.indexOf(word) ?? -1;
      return position >= 0 ? (given[position] ?? []) : [{ text: word, argument: null }];
    }),
  );
  for (let at = 0; at < own.length && result.length < MAX_PIECES; at++) {
    const inner = own[at]!.argument ? undefined : table.get(own[at]!.text);
    if (inner?.every((one) => one.parameters === null) && depth < MAX_DEPTH) {
      for (const one of inner) expand(table, one, [], depth + 1, result);
      continue;
    }
    const close = inner && own[at + 1]?.text === '(' ? closing(own, at + 1) : -1;
    if (!inner || close < 0 || depth >= MAX_DEPTH) {
      result.push(own[at]!);
      continue;
    }
    const parts = split(own.slice(at + 2, close));
    for (const one of inner) expand(table, one, parts, depth + 1, result);
    at = close;
  }
}

/** With the pieces on both sides of each `##` made one. */
function pasted(pieces: readonly Piece[]): Piece[] {
  const nameIn = ({ text, argument }: Piece): string => (argument?.kind === 'name' ? argument.name : text);
  const result: Piece[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const [before, after] = [result[result.length - 1], pieces[at + 1]];
    if (pieces[at]!.text !== '##' || !before || !after) result.push(pieces[at]!);
    else {
      result[result.length - 1] = { text: nameIn(before) + nameIn(after), argument: null };
      at++;
    }
  }
  return result;
}

function closing(pieces: readonly Piece[], open: number): number {
  let depth = 0;
  for (let at = open; at < pieces.length; at++) {
    if (/^[([{]$/.test(pieces[at]!.text)) depth++;
    else if (/^[)\]}]$/.test(pieces[at]!.text) && --depth === 0) return at;
  }
  return -1;
}

function opening(pieces: readonly Piece[], close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    if (/^[)\]}]$/.test(pieces[at]!.text)) depth++;
    else if (/^[([{]$/.test(pieces[at]!.text) && --depth === 0) return at;
  }
  return -1;
}

function split(pieces: readonly Piece[]): Piece[][] {
  const parts: Piece[][] = [[]];
  let depth = 0;
  for (const piece of pieces) {
    if (/^[([{]$/.test(piece.text)) depth++;
    if (/^[)\]}]$/.test(piece.text)) depth--;
    if (piece.text === ',' && depth === 0) parts.push([]);
    else parts[parts.length - 1]!.push(piece);
  }
  return parts;
}

/** The place whose last token is at `end`. */
function placeEndingAt(pieces: readonly Piece[], end: number, span: Span): Expression | null {
  const found = postfix(pieces, end, span);
  if (!found) return null;
  let { place } = found;
  for (let at = found.start - 1; pieces[at]?.text === '*' && isPrefix(pieces[at - 1]); at--)
    place = { kind: 'dereference', operand: place, start: span.start, end: span.end };
  return place;
}

function placeStartingAt(pieces: readonly Piece[], start: number, span: Span): Expression | null {
  for (let end = start; end < pieces.length; end++) {
    const open = /^[([]$/.test(pieces[end]!.text) ? closing(pieces, end) : end;
    if (open < 0) return null;
    end = open;
    if (!/^(?:->|\.|\[)$/.test(pieces[end + 1]?.text ?? '') && !/^(?:->|\.|\*)$/.test(pieces[end]!.text))
      return whole(pieces.slice(start, end + 1), span);
  }
  return null;
}

/** Pieces that are one place as a whole, in any number of parentheses and with `*` or `&` in front. */
function whole(pieces: readonly Piece[], span: Span): Expression | null {
  const first = pieces[0];
  if (!first) return null;
  if (first.text === '*' || first.text === '&') {
    const operand = whole(pieces.slice(1), span);
    const kind = first.text === '*' ? 'dereference' : 'address';
    return operand && { kind, operand, start: span.start, end: span.end };
  }
  const found = postfix(pieces, pieces.length - 1, span);
  return found?.start === 0 ? found.place : null;
}

function postfix(
  pieces: readonly Piece[],
  end: number,
  span: Span,
): { readonly place: Expression; readonly start: number } | null {
  const piece = pieces[end];
  const before = pieces[end - 1];
  const at = { start: span.start, end: span.end };
  if (!piece) return null;
  if (piece.text === ']') {
    const open = opening(pieces, end);
    const object = postfix(pieces, open - 1, span);
    const index = whole(pieces.slice(open + 1, end), span) ?? { kind: 'opaque', parts: [], ...at };
    return object && { place: { kind: 'index', object: object.place, index, ...at }, start: object.start };
  }
  if (piece.text === ')') {
    const open = opening(pieces, end);
    if (open < 0 || !isPrefix(pieces[open - 1])) return null;
    const inner = whole(pieces.slice(open + 1, end), span);
    return inner && { place: inner, start: open };
  }
  if (!piece.argument && !/^[A-Za-z_$]/.test(piece.text)) return null;
  const member = piece.argument?.kind === 'name' ? piece.argument.name : piece.text;
  if (before?.text === '->' || before?.text === '.') {
    const object = postfix(pieces, end - 2, span);
    if (!object || member === '') return null;
    return {
      place: { kind: 'member', object: object.place, member, arrow: before.text === '->', ...at },
      start: object.start,
    };
  }
  return { place: piece.argument ?? { kind: 'name', name: piece.text, ...at }, start: end };
}

/** Whether what follows this piece begins an operand, rather than going on with one. */
function isPrefix(before: Piece | undefined): boolean {
  return (
    !before ||
    (!before.argument && !/^(?:[A-Za-z_$0-9].*|\)|\])$/.test(before.text)) ||
    /^(?:return|do|else)$/.test(before.text)
  );
}
