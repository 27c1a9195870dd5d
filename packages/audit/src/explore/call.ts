import type { Expression } from '@freehandle/c-source';
import { lockCall } from '@freehandle/provenance';
import { atomicCall } from '../checks/atomic.ts';
import { checkFailedHandle } from '../checks/failed.ts';
import { changeReserved } from '../checks/reserved.ts';
import { checkErrorPointer, checkGiven } from '../checks/touches.ts';
import { endingCalls } from '../kernel/harmless.ts';
import { driverData, isPure, transparentCalls } from '../kernel/pure-calls.ts';
import { counterOf, releasingCalls, saysItFrees } from '../kernel/releases.ts';
import { applySummary } from '../summaries/apply.ts';
import { allocate } from './allocate.ts';
import { dataPlace, valueOf } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { askMapping } from './mapping-error.ts';
import { mayReach, opaqueCall } from './opaque-call.ts';
import { letGo, release } from './release.ts';
import { isLocal, type State } from './state.ts';
import { holds, type Term } from '../terms/term.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** The states after a call; it changes the one it is given. None when the call does not come back. */
export function call(frame: Frame, state: State, at: Call): State[] {
  const { families } = frame;
  const name = at.callee.kind === 'name' ? at.callee.name : '';
  const own = frame.functions.has(name);
  if (!own) {
    if (endingCalls.has(name)) return [];
    const lock = lockCall(name);
    if (lock?.certain) {
      if (lock.takes)
        state.held = [
          ...state.held,
          { what: lock.what, interruptsOff: lock.interruptsOff, offset: at.start, trail: state.trail },
        ];
      else state.held = state.held.slice(0, -1);
    }
    if (name === 'IS_ERR' && at.arguments[0])
      checkErrorPointer(frame, state, at, valueOf(frame, state, at.arguments[0]));
    if (transparentCalls.has(name) || name === 'IS_ERR' || name === 'IS_ERR_OR_NULL') return [state];
    const data = driverData.get(name);
    if (data) {
      const [device, value] = at.arguments;
      if (data.sets && device && value)
        state.memory.set(dataPlace(frame, state, device, data.member), valueOf(frame, state, value));
      return [state];
    }
  }
  const values = at.arguments.map((one) => valueOf(frame, state, one));
  const allocator = own ? undefined : families.allocators.get(name);
  const freeing = own ? undefined : families.frees.get(name);
  if (!own) checkGiven(frame, state, at, name, values);
  if (!allocator && !freeing) checkFailedHandle(frame, state, at, name, values);
  const asked = own ? null : askMapping(frame, state, at, name, values);
  if (asked) return asked;
  if (!own && changeReserved(frame, state, at, name, values)) return [state];
  if (allocator || freeing) atomicCall(frame, state, at, name);
  if (allocator) {
    state.results.set(at.start, allocate(frame, state, { family: allocator.family, call: allocator.call, at, values }));
    return [state];
  }
  if (freeing) {
    release(frame, state, { family: freeing.family, call: freeing.call, at, values });
    return [state];
  }
  const released = own ? undefined : releasingCalls.get(name);
  if (released !== undefined) {
    const value = values[released];
    const counter = counterOf(name);
    // Where it is counted, it may not be the last.
    if (value && !(counter !== null && frame.source.text.includes(`${counter}(`)))
      letGo(frame, state, value, at.start, name);
    return [state];
  }
  const summary = own ? frame.summaryOf(name) : null;
  if (summary) for (const sleep of summary.sleeps) atomicCall(frame, state, at, name, sleep);
  if (summary?.outcomes) {
    state.results.delete(at.start);
    const after = applySummary(frame, state, { summary, offset: at.start, values });
    return after;
  }
  if (isPure(name) && !own && !hidesFrees(frame, name)) {
    state.results.delete(at.start);
    return [state];
  }
  if (hidesFrees(frame, name) || (summary && !summary.outcomes)) distrust(state, values, saysItFrees(name));
  state.results.set(at.start, opaqueCall(frame, state, at, name, values));
  return [state];
}

/** Whether the use of a macro stands for a call that frees, which is not followed. */
function hidesFrees(frame: Frame, name: string): boolean {
  return (frame.macros.get(name) ?? []).some(({ text }) =>
    [...frame.families.frees.keys()].some((free) => text.includes(free)),
  );
}

/**
 * Nothing is known any more of what is allocated, but for what only variables of this function know and the call is not given;
 * what `values` lead to may have been freed.
 */
function distrust(state: State, values: readonly Term[], mayFree: boolean): void {
  for (const [symbol, resource] of state.resources) {
    if (resource.status !== 'live') continue;
    const isGiven = values.some((value) => mayReach(state, value, symbol));
    if (!isGiven && isOnlyInVariables(state, symbol)) continue;
    state.resources.set(symbol, { ...resource, status: 'unknown', perhapsFreed: mayFree && isGiven });
  }
}

/** Whether variables of the function hold a value, and no place outside does, in whatever form. */
function isOnlyInVariables({ memory }: State, symbol: Term): boolean {
  const places = [...memory].flatMap(([address, value]) => (holds(value, symbol) ? [address] : []));
  return places.length > 0 && places.every(isLocal);
}
