import type { CallEvent } from '../binding/run-state.ts';
import { formOf, sharedArguments, type DeclaredCalls } from '../declared-calls.ts';
import type { RunResult } from '../session/session.ts';
import type { Allocation } from '../memory/address-space.ts';
import { isLocal, isVariable, MovedAddresses } from './moved-addresses.ts';

const PAGE_SHIFT = 12;
/** Calls whose first argument is a page frame number. */
const takesFrame = /^__(?:page_reserved|set_page_reserved|clear_page_reserved|page_count|set_page_count|get_page)$/;

/** How far two runs of equal fault plans can be compared: a number of calls, and whether an allocator's stop sets it. */
export function runsCompared(before: RunResult, after: RunResult): { readonly calls: number; readonly cut: boolean } {
  // an allocator that stops the machine ends the run for reasons that are not the driver's, in the call that is last
  const limits = [before, after]
    .filter(({ oops }) => oops?.blame === 'allocator')
    .map(({ state }) => state.events.length - 1);
  if (limits.length > 0) return { calls: Math.min(...limits), cut: true };
  return { calls: Math.max(before.state.events.length, after.state.events.length), cut: false };
}

/** Where two runs part: the number of calls before, and what differs in one sentence. */
export interface Difference {
  readonly index: number;
  readonly text: string;
}

/**
 * The first difference between two runs of equal fault plans; null when they did the same. Addresses are compared by the
 * allocation they point into, for two allocators need not give the same ones, or by the local or the variable that they are;
 * what lies behind a member or a variable that the migration has added may have moved. Of a call in two forms of the migration,
 * what both forms have is compared: the model judges the rest.
 */
export function firstDifference(
  before: RunResult,
  after: RunResult,
  forms: DeclaredCalls,
  grown: GrownSizes = new Map(),
): Difference | null {
  const events = before.state.events;
  const { calls, cut } = runsCompared(before, after);
  const moved = new MovedAddresses();
  for (let index = 0; index < calls; index++) {
    const a = events[index];
    const b = after.state.events[index];
    if (a && b && sameCall([a, before], [b, after], { index, forms, moved, grown })) continue;
    const [first, second] = [a, b].map((event) => (event ? shown(event) : 'nothing'));
    return { index, text: `call ${index + 1}: ${first} before, ${second} after` };
  }
  if (!cut && before.stop?.reason.kind !== after.stop?.reason.kind) {
    return { index: calls, text: `the run ${ending(before)} before, ${ending(after)} after` };
  }
  return null;
}

type Made = readonly [call: CallEvent, run: RunResult];

interface At {
  readonly index: number;
  readonly forms: DeclaredCalls;
  readonly moved: MovedAddresses;
  readonly grown: GrownSizes;
}

function sameCall([a, before]: Made, [b, after]: Made, at: At): boolean {
  const positions = comparedArguments(a, b, at.forms);
  if (positions === null) return false;
  const growth = growthOf([a, before], [b, after]);
  const shift = takesFrame.test(a.call) ? PAGE_SHIFT : 0;
  for (const [first, second] of positions) {
    // a text's pieces are compared as the text they make
    if (a.text !== undefined) break;
    const time = at.index + 1;
    const pair = [pointed(a.args[first], before, time, shift), pointed(b.args[second], after, time, shift)] as const;
    if (isGrown(pair[0].value, pair[1].value, growth, at.grown)) continue;
    if (!sameValue(...pair, at.moved)) return false;
  }
  if (withoutAddresses(a.text) !== withoutAddresses(b.text)) return false;
  // a call that did not return is where a run ended, and ends are compared by themselves
  if (a.text !== undefined || a.result === null || b.result === null) return true;
  // what a call gave may have been allocated in it
  return sameValue(pointed(a.result, before, a.until, 0), pointed(b.result, after, b.until, 0), at.moved);
}

/** Sizes in bytes that objects were asked for, in the first form and in the second, where structures have grown. */
export type GrownSizes = Map<number, number>;

/** Whether a number is the size of a structure that has grown: that of the object it was given to, or one seen before. */
function isGrown(before: number, after: number, growth: number, known: GrownSizes): boolean {
  const larger = after - before;
  if (larger <= 0) return false;
  if (growth > 0 && growth % larger === 0) known.set(before, known.get(before) ?? after);
  return known.get(before) === after;
}

/** By how many bytes the object that a call gave is larger in the second run: what it was asked for may be so, too. */
function growthOf([a, before]: Made, [b, after]: Made): number {
  const [first, second] = [given(a, before), given(b, after)];
  return first && second && first.label === second.label ? second.bytes - first.bytes : 0;
}

function given({ result, until }: CallEvent, { allocations }: RunResult): Allocation | undefined {
  return allocations.findLast(({ base, since, bus }) => base === result && since <= until && bus === null);
}

/** What a call is given in the one form only that it has in the second run. */
export function newArguments(before: CallEvent, after: CallEvent, forms: DeclaredCalls): number[] {
  const compared = new Set(comparedArguments(before, after, forms)?.map(([, position]) => position));
  return after.args.filter((_, position) => !compared.has(position));
}

/** Positions of the arguments that have to be equal, in the one call and in the other; null when they are different calls. */
function comparedArguments(
  a: CallEvent,
  b: CallEvent,
  { frees, allocators }: DeclaredCalls,
): readonly (readonly [number, number])[] | null {
  if (a.call !== b.call || a.args.length !== b.args.length) {
    for (const forms of [frees, allocators]) {
      const [before, after] = [a, b].map(({ call, args }) => formOf(forms, call, args.length));
      if (before && after) return sharedArguments(before, after);
    }
  }
  if (a.call !== b.call) return null;
  // BUG() says its line, which is another where a rewritten call before it takes more lines
  if (a.call === '__model_bug') return [[0, 0]];
  return Array.from({ length: Math.max(a.args.length, b.args.length) }, (_, index) => [index, index] as const);
}

/** A value in a run, at the time when so many calls had begun; one of pages is moved to addresses. */
interface Pointed {
  readonly value: number;
  readonly run: RunResult;
  readonly time: number;
  readonly shift: number;
}

function pointed(value: number | undefined, run: RunResult, time: number, shift: number): Pointed {
  return { value: value ?? 0, run, time, shift };
}

function sameValue(a: Pointed, b: Pointed, moved: MovedAddresses): boolean {
  const [madeUpA, madeUpB] = [a, b].map(({ value, run }) => run.state.lazy?.nameOf(value));
  if (madeUpA || madeUpB) return madeUpA === madeUpB;
  if (a.value === b.value) return true;
  const [from, to] = [placeOf(a), placeOf(b)];
  if (from === null || to === null || from.object !== to.object) return false;
  if (from.offset === to.offset || from.object === 'stack') return true;
  return moved.areSame(from.object, from.offset, to.offset, to.bytes - from.bytes);
}

/** An object of a run, its size in bytes, and an offset in it. */
interface PlaceInObject {
  readonly object: string;
  readonly bytes: number;
  readonly offset: number;
}

/** What a value points at: an allocation, on the processor's side or the device's, a local, or a variable of the driver's. */
function placeOf({ value, run, time, shift }: Pointed): PlaceInObject | null {
  const address = value * 2 ** shift;
  const holder = run.allocations.findLast(
    ({ base, bytes, bus, since }) =>
      since <= time &&
      ((address >= base && address < base + bytes) || (bus !== null && address >= bus && address < bus + bytes)),
  );
  if (!holder) return placeInModule(address, run.moduleEnd);
  const { label, bytes, base, bus } = holder;
  const virtual = address >= base && address < base + bytes;
  return { object: virtual ? label : `${label} bus`, bytes, offset: address - (virtual ? base : bus!) };
}

function placeInModule(address: number, end: number): PlaceInObject | null {
  if (isLocal(address)) return { object: 'stack', bytes: 0, offset: address };
  return isVariable(address, end) ? { object: 'data', bytes: end, offset: address } : null;
}

function withoutAddresses(text: string | undefined): string | undefined {
  return text?.replace(/\b(?:0x)?[0-9a-f]{5,8}\b/g, '#');
}

function shown({ call, args, text, result }: CallEvent): string {
  if (call.startsWith('→')) return `${call} (${result ?? 'no return'})`;
  if (text !== undefined) return `${call}(${JSON.stringify(text.trim())})`;
  const value = (number: number): string => (number > 0xffff ? `0x${number.toString(16)}` : String(number | 0));
  return `${call}(${args.map(value).join(', ')}) = ${result === null ? 'no return' : value(result)}`;
}

function ending({ stop }: RunResult): string {
  return stop ? `stopped (${stop.reason.kind})` : 'ended';
}
