import type { Expression } from '@freehandle/c-source';
import { isHarmless } from '../kernel/harmless.ts';
import { objectOf, partsOf, type Term } from '../terms/term.ts';
import { typeIn } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { copyParts } from './copy.ts';
import { carries } from './release.ts';
import { changingNames, holdersOf, isKept, isLocal, type Resource, type State } from './state.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** A call of a function that is not followed: what it may have changed is unknown, what it was given may be its now. */
export function opaqueCall(frame: Frame, state: State, at: Call, name: string, values: readonly Term[]): Term {
  const { terms } = frame;
  const origin = `${at.start}.${state.round}`;
  const own = frame.functions.has(name);
  if (own) forget(state, frame.storesOf(name));
  const harmless = !own && isHarmless(name);
  const [to, from] = values;
  if (/^mem(?:cpy|move)$/.test(name) && to && from) copyParts(terms, state, from, to);
  if (name === 'memset' && to && values[1]?.kind === 'number' && values[1].value === 0) zeroParts(state, to, values[1]);
  const pointers = values.filter((value) => value.kind !== 'number' && value.kind !== 'constant');
  const carried = harmless ? [] : values.flatMap((value) => carriedBy(state, value));
  values.forEach((value, position) => {
    // A local whose address is given, and a member whose address is given, may hold anything afterwards.
    if (value.kind !== 'variable' && value.kind !== 'member' && value.kind !== 'element') return;
    const given = at.arguments[position];
    if (given?.kind !== 'address') return;
    const stored = own ? frame.storesOf(name) : null;
    for (const address of [...state.memory.keys()]) {
      if (address !== value && !isInside(address, value)) continue;
      if (stored && address !== value && !changingNames(address).some((one) => stored.has(one))) continue;
      if (!keeps(state, address)) state.memory.delete(address);
    }
    const type = typeIn(frame, given.operand);
    if (own && type.base.startsWith('struct ') && type.pointers === 0) return;
    if (name === 'memset' && values[1]?.kind === 'number' && values[1].value === 0 && position === 0) {
      state.memory.set(value, values[1]);
      return;
    }
    if (harmless && /^(?:mem|str|spin_|mutex_|(?:dev|netdev)_(?:err|warn|info|dbg|notice)|printk|pr_)/.test(name))
      return;
    state.memory.set(
      value,
      terms.make({ kind: 'fresh', origin: `${origin}a${position}`, name: `what ${name} stored` }),
    );
  });
  // An action is run at once when it cannot be registered; a sound device frees its data with the card, a device its resources.
  const isTaken = /_add_action_or_reset$|^snd_device_new$|^devres_add$/.test(name);
  if (isTaken) for (const value of pointers) takeOver(state, value);
  for (const value of carried) giveAway(state, value, String(at.start), name === '' || frame.givesUp(name));
  if (!harmless)
    for (const value of pointers) giveAway(state, value, String(at.start), name === '' || frame.givesUp(name), values);
  else if (name === 'memcpy' || name === 'memmove') copied(state, values[1], String(at.start));
  return terms.make({ kind: 'fresh', origin: `${origin}r`, name: `the result of ${name || 'a call'}` });
}

/** What an object of the function itself takes along, as far as it came from outside. */
function carriedBy(state: State, object: Term): Term[] {
  if (objectOf(object).kind !== 'variable') return [];
  return [...state.memory].flatMap(([address, held]) =>
    (held.kind === 'parameter' || held.kind === 'load') && isInside(address, object) ? [held] : [],
  );
}

/** What is known of parts of an object is that they are 0. */
function zeroParts(state: State, object: Term, zero: Term): void {
  const read = [...state.facts.keys(), ...state.frees.keys(), ...state.gone.keys()].flatMap((term) =>
    term.kind === 'load' ? [term.address] : [],
  );
  for (const address of [...state.memory.keys(), ...read])
    if (isInside(address, object) && !keeps(state, address)) state.memory.set(address, zero);
}

/** A copy of an object has the pointers that are in it. */
function copied(state: State, from: Term | undefined, place: string): void {
  if (from && !state.resources.has(objectOf(from))) giveAway(state, from, place, true);
}

/**
 * A value is given to a function that is not followed, at `place`: what it leads to may be that function's now, or, when it
 * may give up what belongs to the value, be gone. Without its handle, memory that is freed by both cannot
 * be taken over, unless it gets it later;
 * `all` are the values that the function is given.
 */
export function giveAway(state: State, value: Term, place: string, givesUp: boolean, all?: readonly Term[]): void {
  if (value.kind !== 'fresh' && value.kind !== 'variable')
    state.given.set(value, givesUp || (state.given.get(value) ?? false));
  for (const [symbol, resource] of state.resources) {
    // Who has the handle may use the memory as well.
    const isHandle = resource.handle !== null && carries(value, resource.handle);
    if (resource.status !== 'live' || !(isHandle || mayReach(state, value, symbol))) continue;
    const isBare =
      !isHandle &&
      all &&
      resource.handle &&
      keepsHandle(state, resource) &&
      !all.some((one) => mayReach(state, one, resource.handle!));
    const isOnly = isHandle && all !== undefined && !all.some((one) => mayReach(state, one, symbol));
    const mark = isBare
      ? `!${place}`
      : isOnly
        ? `^${place}`
        : !isHandle && (givesUp || carries(value, symbol))
          ? place
          : `~${place}`;
    state.resources.set(symbol, { ...resource, escapes: new Set([...resource.escapes, mark]) });
  }
}

/** Whether only variables of the function hold the handle. */
export function keepsHandle(state: State, { handle }: Resource): boolean {
  const holders = handle ? holdersOf(state, handle) : [];
  return holders.length > 0 && holders.every(isLocal);
}

function takeOver(state: State, value: Term): void {
  for (const [symbol, resource] of state.resources)
    if (resource.status === 'live' && mayReach(state, value, symbol))
      state.resources.set(symbol, { ...resource, status: 'unknown' });
}

/** Members and variables of these names may hold anything from now on; what is allocated stays where it is. */
export function forget(state: State, names: ReadonlySet<string>): void {
  if (names.size === 0) return;
  state.memory.forEach((value, address) => {
    if (objectOf(address).kind === 'variable' || !changingNames(address).some((name) => names.has(name))) return;
    if (!isKept(state, value)) state.memory.delete(address);
  });
  for (const name of names) state.epochs.set(name, (state.epochs.get(name) ?? 0) + 1);
}

function keeps(state: State, address: Term): boolean {
  const value = state.memory.get(address);
  return value !== undefined && isKept(state, value);
}

function isInside(address: Term, outer: Term): boolean {
  for (let at = address; at.kind === 'member' || at.kind === 'element'; at = at.base)
    if (at.base === outer) return true;
  return false;
}

/** Whether a function that is given `value` can get at the resource: it is given, or kept in an object reached from it. */
export function mayReach(state: State, value: Term, symbol: Term): boolean {
  if (carries(value, symbol)) return true;
  for (const [address, held] of state.memory) {
    if (held !== symbol) continue;
    if (rootsOf(address).has(value) || rootsOf(value).has(objectOf(address))) return true;
  }
  return false;
}

/** The pointers that lead to an address: the object itself, and those it was reached through. */
function rootsOf(address: Term): Set<Term> {
  const found = new Set<Term>();
  const walk = (term: Term): void => {
    if (found.has(term)) return;
    found.add(term);
    if (term.kind === 'load' || term.kind === 'member' || term.kind === 'element' || term.kind === 'pure')
      partsOf(term).forEach(walk);
  };
  walk(objectOf(address));
  return found;
}
