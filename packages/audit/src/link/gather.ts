import { endingOf } from '../checks/evidence.ts';
import type { Explored } from '../explore/explore.ts';
import type { BitMark, Frame } from '../explore/frame.ts';
import { holdersOf, type FreeEvent, type Resource, type State } from '../explore/state.ts';
import { compareSizes } from '../terms/compare-sizes.ts';
import { isMoved } from '../terms/moved.ts';
import { holds, within, type Term } from '../terms/term.ts';
import type { KeptAllocation, KeyedBit, KeyedFree, KeyedStore, LinkFacts } from './facts.ts';
import { addressTerm, keyOf, placeTerm, shared, sharedDevice, type Called } from './keys.ts';

/** Gathers what functions say of places that other functions know. */
export interface Gatherer {
  /** A resource was stored where others may know it. */
  kept(frame: Frame, state: State): void;
  /** The same, of a function that is read as it is written. */
  written(frame: Frame, state: State): void;
  freed(frame: Frame, event: FreeEvent): void;
  /** The reserved bit of pages was changed. */
  reserved(frame: Frame, mark: BitMark, offset: number, state: State): void;
  /** A function was run to the ends of its paths. */
  ended(frame: Frame, explored: Explored): void;
  facts(): LinkFacts;
}

/** A gatherer that knows nothing. */
export function gatherer(): Gatherer {
  const allocations = new Map<string, KeptAllocation>();
  const frees = new Map<string, KeyedFree>();
  const stores = new Map<string, KeyedStore>();
  const bits = new Map<string, KeyedBit>();
  return {
    kept: (frame, state) => allocationsOf(frame, state, wordsOf(frame, state), allocations, false),
    written: (frame, state) => allocationsOf(frame, state, wordsOf(frame, state), allocations, true),
    freed: (frame, event) => freeOf(frame, event, () => [], frees),
    reserved(frame, { buffer, sets }, offset, state) {
      const places = buffer ? [...(buffer.kind === 'load' ? [buffer.address] : []), ...holdersOf(state, buffer)] : [];
      const keys = places.flatMap(placeKey);
      for (const key of keys.length > 0 ? keys : [null]) {
        const one = { function: frame.definition.name, key, sets, offset };
        bits.set(`${offset} ${key}`, one);
      }
    },
    ended(frame, { exits, complete }) {
      for (const state of exits) {
        const called = wordsOf(frame, state);
        allocationsOf(frame, state, called, allocations, true);
        for (const event of state.frees.values()) freeOf(frame, event, called, frees);
        storesOf(frame, state, called, stores);
      }
      if (complete) return;
      // A way that was not followed to its end may be the good one.
      for (const [id, one] of allocations)
        if (one.function === frame.definition.name) allocations.set(id, { ...one, outlives: true });
    },
    facts: () => ({
      allocations: [...allocations.values()],
      frees: [...frees.values()],
      stores: [...stores.values()],
      bits: [...bits.values()],
    }),
  };
}

function storesOf(frame: Frame, state: State, called: Called, found: Map<string, KeyedStore>): void {
  const handles = new Set([...state.resources.values()].map(({ handle }) => handle));
  for (const [address, value] of state.memory) {
    const key = keyOf(address);
    if (key === null || state.resources.has(value) || handles.has(value)) continue;
    if (value.kind === 'load' && value.address === address) {
      // It is put back: there was something else before, and there is again.
      found.set(`${frame.definition.name} ${key}`, {
        function: frame.definition.name,
        key,
        value: null,
        derivedFrom: null,
        strayFrom: null,
      });
      continue;
    }
    const own = placeTerm(frame.terms, key);
    const word =
      value.kind === 'member'
        ? sharedDevice(frame.terms, value)
        : shared(frame.terms, value, (term) => called(term).filter((one) => one !== own));
    const derivedFrom = derivation(state, value);
    const strayFrom = derivedFrom === null ? strayStart(state, value) : null;
    const id = `${frame.definition.name} ${key}=${word?.id}${derivedFrom ?? strayFrom?.site ?? ''}`;
    if (!found.has(id)) found.set(id, { function: frame.definition.name, key, value: word, derivedFrom, strayFrom });
  }
}

function allocationsOf(
  frame: Frame,
  state: State,
  called: Called,
  found: Map<string, KeptAllocation>,
  atEnd: boolean,
): void {
  const keys = new Map<Term, string[]>();
  for (const [address, value] of state.memory) {
    const key = keyOf(address);
    if (key !== null) keys.set(value, [...(keys.get(value) ?? []), key]);
  }
  const failed = !atEnd || endingOf(state, frame.definition) === 'failed';
  for (const resource of state.resources.values()) {
    for (const key of keys.get(resource.symbol) ?? []) {
      const id = `${frame.definition.name} ${resource.offset} ${resource.site} ${key}`;
      const before = found.get(id);
      const { size } = resource;
      const word = size && shared(frame.terms, size, called);
      const isStale =
        (before?.isStale ?? false) ||
        (!failed && size !== null && !isStillThere(state, size)) ||
        isOther(before?.size, word);
      found.set(id, {
        function: frame.definition.name,
        key,
        family: resource.family,
        call: resource.call,
        offset: resource.offset,
        at: resource.at,
        size: isStale ? null : (before?.size ?? word),
        isStale,
        device: resource.device && (sharedDevice(frame.terms, resource.device) ?? called(resource.device)[0] ?? null),
        deviceWords: resource.device ? called(resource.device) : [],
        sizeKeys: new Set([
          ...(before?.sizeKeys ?? []),
          ...((resource.size && keys.get(resource.size)) ?? []),
          ...resource.sizePlaces.flatMap(placeKey),
        ]),
        handleKeys: new Set([
          ...(before?.handleKeys ?? []),
          ...((resource.handle && keys.get(resource.handle)) ?? []),
          ...placeKey(resource.handlePlace),
        ]),
        movedHandles: new Set([...(before?.movedHandles ?? []), ...(failed ? [] : movedHandle(state, resource))]),
        outlives: (before?.outlives ?? false) || (resource.status !== 'freed' && !failed),
        isLive:
          (before?.isLive ?? false) || (resource.status === 'live' && !failed && !isReturned(state, resource.symbol)),
        trail: before?.trail ?? resource.trail,
      });
    }
  }
}

/** The place of the handle, where it holds by now an address some way on from it. */
function movedHandle({ memory }: State, { handle, handlePlace }: Resource): string[] {
  const now = handlePlace && memory.get(handlePlace);
  return now && handle && isMoved(now, handle) ? placeKey(handlePlace) : [];
}

/** Whether a condition decides which of two sizes it is. */
function isOther(before: Term | null | undefined, now: Term | null): boolean {
  return !!before && now !== null && compareSizes(before, now, false) !== 'same';
}

/** Whether the caller is given it as well. */
function isReturned({ returned }: State, symbol: Term): boolean {
  return returned !== null && holds(returned, symbol);
}

/** Whether the places that a size was read from still hold what they held then: if not, others know them by another value. */
function isStillThere(state: State, size: Term): boolean {
  return within(size).every((part) => part.kind !== 'load' || (state.memory.get(part.address) ?? part) === part);
}

function placeKey(place: Term | null): string[] {
  const key = place && keyOf(place);
  return key === null ? [] : [key];
}

function freeOf(frame: Frame, event: FreeEvent, called: Called, found: Map<string, KeyedFree>): void {
  if (event.vaddr.kind !== 'load') return;
  const key = keyOf(event.vaddr.address);
  if (key === null) return;
  const id = `${frame.definition.name} ${event.offset} ${event.call} ${key}`;
  const before = found.get(id);
  const word = event.size && shared(frame.terms, event.size, called);
  const isVarying = (before?.isVarying ?? false) || isOther(before?.size, word);
  found.set(id, {
    function: frame.definition.name,
    key,
    family: event.family,
    call: event.call,
    offset: event.offset,
    at: event.at,
    size: isVarying ? null : (before?.size ?? word),
    isVarying,
    device: event.device && sharedDevice(frame.terms, event.device),
    handle: event.handle && handleWord(frame, event.handle),
    overwritten: new Set([...(before?.overwritten ?? []), ...event.overwritten.flatMap(placeKey)]),
    empty: new Set(event.empty.flatMap(placeKey).filter((one) => before?.empty.has(one) ?? true)),
    direct: frame.source.text.startsWith(event.call, event.offset),
    trail: event.trail,
  });
}

/** The handle in words; the address of a place, which is none, by the place's. */
function handleWord(frame: Frame, handle: Term): Term | null {
  if (handle.kind !== 'member') return shared(frame.terms, handle, () => []);
  const key = keyOf(handle);
  return key === null ? null : addressTerm(frame.terms, key);
}

/** What values are called by the places that hold them when the function ends. */
function wordsOf(frame: Frame, state: State): Called {
  const words = new Map<Term, Term[]>();
  for (const [address, value] of state.memory) {
    if (value.kind === 'number' || value.kind === 'constant' || value.kind === 'sizeof') continue;
    const key = keyOf(address);
    if (key === null || (value.kind === 'load' && value.address === address)) continue;
    words.set(value, [...(words.get(value) ?? []), placeTerm(frame.terms, key)]);
  }
  return (term) => words.get(term) ?? [];
}

/** The memory that a value is an address inside of, where no place that others know holds its start. */
function strayStart(state: State, value: Term): Resource | null {
  for (const resource of state.resources.values())
    if (resource.status === 'live' && isMoved(value, resource.symbol)) return resource;
  return null;
}

/** The key of the pointer that a value is worked out from, where it is not that pointer. */
function derivation(state: State, value: Term): string | null {
  if (value.kind !== 'operation' && value.kind !== 'pure') return null;
  for (const [address, held] of state.memory) {
    if (!state.resources.has(held) || !holds(value, held)) continue;
    const key = keyOf(address);
    if (key !== null) return key;
  }
  return null;
}
