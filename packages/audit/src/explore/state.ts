import type { Expression } from '@freehandle/c-source';
import type { Family } from '../families/family.ts';
import { elementsOf } from '../scan/call-graph.ts';
import { ownSigns, type Signs } from '../terms/sign.ts';
import { objectOf, partsOf, within, type Term, type Terms } from '../terms/term.ts';
import type { Naming } from '../terms/text.ts';
import { SharedMap } from './shared-map.ts';

/** A place that a path came through, the newest first. */
export interface Trail {
  readonly before: Trail | null;
  /** Offset in the file, or of a call that led to a place in another function of it. */
  readonly offset: number;
  readonly what: string;
  /** Where in a function called it is that this happens, and what is said there. */
  readonly inside?: { readonly offset: number; readonly what: string };
  /** Of a condition that the path chose between: which way it went, and what it asked. */
  readonly when?: boolean;
  readonly condition?: Expression;
  /** How often a loop had come round by then; absent of what is told at the end of a path. */
  readonly round?: number;
}

/** Memory or a mapping that a function of a family gave. */
export interface Resource {
  /** The pointer to it. */
  readonly symbol: Term;
  readonly family: Family;
  /** The function that gave it. */
  readonly call: string;
  /** The same for every visit of the same call. */
  readonly site: string;
  readonly offset: number;
  /** The call itself. */
  readonly at: Extract<Expression, { kind: 'call' }>;
  /** In bytes; null when the function takes none. */
  readonly size: Term | null;
  /** Places that held the size when it was given. */
  readonly sizePlaces: readonly Term[];
  readonly device: Term | null;
  /** Where the handle was stored, and what was. */
  readonly handlePlace: Term | null;
  readonly handle: Term | null;
  /** Whether it was all zero. */
  readonly zeroed: boolean;
  readonly status: 'live' | 'freed' | 'unknown';
  /** The function called that allocates it in some cases only in which it succeeds. */
  readonly sometimesIn?: string;
  /** The function called had its result before it went on to allocate it. */
  readonly hasOlderResult?: boolean;
  /** The function called since that frees memory of this kind, from such a place, in a loop. */
  readonly sweptBy?: string;
  /** A function called has left it in a place that outlives this one. */
  readonly isLeftOutside?: boolean;
  /** It was made because its place held nothing: what comes next time finds it there. */
  readonly isMadeOnce?: boolean;
  /** It came freed from a function that left its place as it was. */
  readonly isDangling?: boolean;
  /** Its pages may have their reserved bit set. */
  readonly isReserved?: boolean;
  /** It is unknown because something was freed that may be it. */
  readonly perhapsFreed?: boolean;
  /**
   * The calls that may have taken it over; with `~` those that were only given an object that leads to it,
   * with `!` those that were given the address, and nothing that leads to the handle; with `^` the other way about.
   */
  readonly escapes: ReadonlySet<string>;
  readonly trail: Trail | null;
}

/** Whether one of {@link Resource.escapes} may have taken the memory over. */
export function mayTake(escape: string): boolean {
  return !/^[~^]/.test(escape);
}

/** A lock held, interrupts off, or what the whole function runs in. */
export interface Held {
  readonly what: string;
  /** Whether it is what runs the function: an interrupt handler. */
  readonly isContext?: boolean;
  readonly interruptsOff: boolean;
  readonly offset: number;
  /** The path up to there. */
  readonly trail: Trail | null;
}

/** What is known at one point of one path through a function. */
export interface State {
  at: number;
  readonly memory: SharedMap<Term, Term>;
  readonly facts: SharedMap<Term, Signs>;
  readonly resources: SharedMap<Term, Resource>;
  /** Objects that are gone, with the place where they went. */
  readonly gone: SharedMap<Term, Trail>;
  /** What calls gave, by the offset of the call. */
  readonly results: SharedMap<number, Term>;
  /** How often control came back to a loop's head. */
  readonly rounds: SharedMap<number, number>;
  /** How often a member of that name, or with `[]` an element of an array, may have been changed by a call. */
  readonly epochs: SharedMap<string, number>;
  held: readonly Held[];
  round: number;
  /** The value of a return statement. */
  returned: Term | null;
  returnedAt: number;
  /** The condition that decided the way last; null when ways have met since. */
  decided: Term | null;
  trail: Trail | null;
  /** What parameters and globals held was freed: the pointer, in order. */
  readonly frees: SharedMap<Term, FreeEvent>;
  /** What was given to functions that are not followed; true when they may give up what it leads to. */
  readonly given: SharedMap<Term, boolean>;
}

/** A free of memory that the function did not allocate itself. */
export interface FreeEvent {
  readonly call: string;
  readonly family: Family;
  readonly offset: number;
  /** The call, where it stands in this function. */
  readonly at: Extract<Expression, { kind: 'call' }> | null;
  /** Where the freeing function itself is called: in a helper, when `offset` is where that was called. */
  readonly place: number;
  /** Where it is decided what is freed and how: there, unless that function only passes on what it is given. */
  readonly decided: number;
  readonly vaddr: Term;
  readonly size: Term | null;
  readonly handle: Term | null;
  readonly device: Term | null;
  /** Places that the size is read from and that have been given another value on this path. */
  readonly overwritten: readonly Term[];
  /** Places of the same object that are known to hold nothing. */
  readonly empty: readonly Term[];
  readonly trail: Trail | null;
}

/** The state at the entry of a function. */
export function entryState(): State {
  return {
    at: 0,
    memory: new SharedMap(),
    facts: new SharedMap(),
    resources: new SharedMap(),
    gone: new SharedMap(),
    results: new SharedMap(),
    rounds: new SharedMap(),
    epochs: new SharedMap(),
    held: [],
    round: 0,
    returned: null,
    returnedAt: -1,
    decided: null,
    trail: null,
    frees: new SharedMap(),
    given: new SharedMap(),
  };
}

/** A copy that may be changed. */
export function fork(state: State): State {
  return {
    ...state,
    memory: state.memory.copy(),
    facts: state.facts.copy(),
    resources: state.resources.copy(),
    gone: state.gone.copy(),
    results: state.results.copy(),
    rounds: state.rounds.copy(),
    epochs: state.epochs.copy(),
    frees: state.frees.copy(),
    given: state.given.copy(),
  };
}

/** What a place holds. */
export function read(terms: Terms, state: State, address: Term): Term {
  const known = state.memory.get(address);
  if (known) return known;
  // A part of something that was overwritten as a whole.
  for (let outer = address; outer.kind === 'member' || outer.kind === 'element';) {
    outer = outer.base;
    const whole = state.memory.get(outer);
    if (whole?.kind === 'number') return whole;
    if (whole && whole.kind === 'fresh' && outer.kind !== 'load' && !state.resources.has(whole))
      return terms.make({ kind: 'pure', name: `${lastName(address) ?? ''} of`, operands: [whole, address] });
  }
  const epoch = Math.max(...changingNames(address).map((name) => state.epochs.get(name) ?? 0), 0);
  // Nobody else has had it since: it is as it was given.
  const object = epoch === 0 && address.kind !== 'load' ? state.resources.get(objectOf(address)) : undefined;
  if (object?.zeroed && object.escapes.size === 0 && address !== object.symbol && isOnePlace(address))
    if (!mayBeWritten(state, address)) return terms.number(0);
  return terms.make({ kind: 'load', address, epoch });
}

/** Whether something was stored to an element that may be any, and so this one. */
function mayBeWritten(state: State, address: Term): boolean {
  if (!within(address).some(({ kind }) => kind === 'element')) return false;
  const [name, object] = [lastName(address), objectOf(address)];
  for (const place of state.memory.keys())
    if (objectOf(place) === object && lastName(place) === name && !isOnePlace(place)) return true;
  return false;
}

/** Not an element that may be any. */
function isOnePlace(address: Term): boolean {
  for (let at = address; at.kind === 'member' || at.kind === 'element'; at = at.base)
    if (at.kind === 'element' && at.index.kind !== 'number') return false;
  return true;
}

/** The name of the innermost member or variable that an address names. */
export function lastName(address: Term): string | null {
  let at = address;
  while (at.kind === 'element') at = at.base;
  return at.kind === 'member' || at.kind === 'global' || at.kind === 'variable' ? at.name : null;
}

/** The names by which a store may be known to change what is at an address. */
export function changingNames(address: Term): readonly string[] {
  const name = lastName(address);
  if (name === null) return [];
  return address.kind === 'element' ? [name, elementsOf(name)] : [name];
}

/** What a value may be on this path. */
export function signsOf(state: State, term: Term): Signs {
  return ownSigns(term) & (state.facts.get(term) ?? 7);
}

/** Adds a place to the path. */
export function note(state: State, offset: number, what: string, inside?: Trail['inside']): void {
  state.trail = { before: state.trail, offset, what, round: state.round, ...(inside ? { inside } : {}) };
}

/** The path with a step put in where it was `after`; where ways have met since, with that step at its end. */
export function stepAfter(trail: Trail | null, after: Trail | null, step: Omit<Trail, 'before'>): Trail {
  const later: Trail[] = [];
  for (let at = trail; at !== after; at = at.before) {
    if (!at) return { ...step, before: trail };
    later.push(at);
  }
  return later.reduceRight<Trail>((before, one) => ({ ...one, before }), { ...step, before: after });
}

/** Adds a condition to the path. */
export function noteChoice(state: State, text: string, condition: Expression, when: boolean): void {
  const { start: offset } = condition;
  state.trail = { before: state.trail, offset, what: `\`${text}\` is ${when}`, when, condition, round: state.round };
}

/** Whether a value leads to what was allocated: its pointer, its handle, or an address worked out from one of them. */
export function isKept(state: State, value: Term): boolean {
  if (state.resources.has(value)) return true;
  for (const { handle } of state.resources.values()) if (handle === value) return true;
  return value.kind !== 'load' && partsOf(value).some((part) => isKept(state, part));
}

/** The addresses that hold this value. */
export function holdersOf(state: State, value: Term): Term[] {
  const found: Term[] = [];
  state.memory.forEach((held, address) => {
    if (held === value) found.push(address);
  });
  return found;
}

/** Values by the variables that hold them on this path. */
export function variablesIn(state: State): Naming {
  return (value) => {
    for (const [address, held] of state.memory)
      if (held === value && (address.kind === 'variable' || address.kind === 'global')) return address.name;
    return null;
  };
}

/** Whether the place is a local variable of the function, or in one. */
export function isLocal(address: Term): boolean {
  return objectOf(address).kind === 'variable';
}
