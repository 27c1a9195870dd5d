import type { CallEvent } from '../binding/run-state.ts';
import { formOf, sharedArguments, type DeclaredCalls } from '../declared-calls.ts';
import type { RunResult } from '../session/session.ts';

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
 * allocation they point into, for two allocators need not give the same ones. Of a call in two forms of the migration, what
 * both forms have is compared: the model judges the rest.
 */
export function firstDifference(before: RunResult, after: RunResult, forms: DeclaredCalls): Difference | null {
  const events = before.state.events;
  const { calls, cut } = runsCompared(before, after);
  for (let index = 0; index < calls; index++) {
    const a = events[index];
    const b = after.state.events[index];
    if (a && b && sameCall([a, before], [b, after], { index, forms })) continue;
    const [first, second] = [a, b].map((event) => (event ? shown(event) : 'nothing'));
    return { index, text: `call ${index + 1}: ${first} before, ${second} after` };
  }
  if (!cut && before.stop?.reason.kind !== after.stop?.reason.kind) {
    return { index: calls, text: `the run ${ending(before)} before, ${ending(after)} after` };
  }
  return null;
}

type Made = readonly [call: CallEvent, run: RunResult];

function sameCall([a, before]: Made, [b, after]: Made, at: { index: number; forms: DeclaredCalls }): boolean {
  const positions = comparedArguments(a, b, at.forms);
  if (positions === null) return false;
  const shift = takesFrame.test(a.call) ? PAGE_SHIFT : 0;
  for (const [first, second] of positions) {
    // a text's pieces are compared as the text they make
    if (a.text !== undefined) break;
    const time = at.index + 1;
    const pair = [pointed(a.args[first], before, time, shift), pointed(b.args[second], after, time, shift)] as const;
    if (!sameValue(...pair)) return false;
  }
  if (withoutAddresses(a.text) !== withoutAddresses(b.text)) return false;
  // a call that did not return is where a run ended, and ends are compared by themselves
  if (a.text !== undefined || a.result === null || b.result === null) return true;
  // what a call gave may have been allocated in it
  return sameValue(pointed(a.result, before, a.until, 0), pointed(b.result, after, b.until, 0));
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

function sameValue(a: Pointed, b: Pointed): boolean {
  const [madeUpA, madeUpB] = [a, b].map(({ value, run }) => run.state.lazy?.nameOf(value));
  if (madeUpA || madeUpB) return madeUpA === madeUpB;
  if (a.value === b.value) return true;
  const first = meaningOf(a);
  return first !== null && first === meaningOf(b);
}

/** What a value points at: an allocation and the offset in it, on the processor's side or the device's. */
function meaningOf({ value, run, time, shift }: Pointed): string | null {
  const address = value * 2 ** shift;
  const holder = run.allocations.findLast(
    ({ base, bytes, bus, since }) =>
      since <= time &&
      ((address >= base && address < base + bytes) || (bus !== null && address >= bus && address < bus + bytes)),
  );
  if (!holder) return null;
  const virtual = address >= holder.base && address < holder.base + holder.bytes;
  return `${holder.label}${virtual ? '' : ' bus'}+${address - (virtual ? holder.base : holder.bus!)}`;
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
