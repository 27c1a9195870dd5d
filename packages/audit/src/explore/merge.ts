import { holds, objectOf, within, type Term, type Terms } from '../terms/term.ts';
import type { Distinct } from './distinct.ts';
import type { NamesAhead } from './names-ahead.ts';
import { ZERO, type Signs } from '../terms/sign.ts';
import { textOf } from '../terms/text.ts';
import { lastName, mayTake, signsOf, type State } from './state.ts';

/** Forgets what no step from here on can ask for. */
export function trim(
  state: State,
  at: number,
  ahead: NamesAhead,
  { returned, freed }: Pick<Distinct, 'returned' | 'freed'>,
): void {
  const any = ahead.any[at]!;
  const tested = ahead.tested[at]!;
  state.memory.forEach((value, address) => {
    const object = objectOf(address);
    if (object.kind === 'variable' && !any.has(object.name) && !state.resources.has(value))
      state.memory.delete(address);
  });
  if (state.facts.size === 0) return;
  const alive = new Set<Term>();
  state.memory.forEach((value) => alive.add(value));
  const results = resultsOf(state, returned);
  for (const term of state.facts.keys()) {
    if (state.resources.has(term) || alive.has(term) || results.some((value) => holds(term, value))) continue;
    const parts = within(term);
    const names = parts.filter((part) => part.kind === 'member' || part.kind === 'global');
    const isAlive = parts.every((part) => part.kind !== 'fresh' || alive.has(part) || state.resources.has(part));
    // What is NULL counts as freed where ways meet.
    const isAbsent = term.kind === 'load' && state.facts.get(term) === ZERO && freed.has(lastName(term.address) ?? '');
    const isTested =
      names.length === 0 ||
      isAbsent ||
      names.some((part) => 'name' in part && tested.has(part.name)) ||
      parts.some((part) => part.kind === 'pure' && tested.has(part.name));
    if (!isAlive || !isTested) state.facts.delete(term);
  }
}

/** What may be returned: values that the caller may compare with something. */
function resultsOf({ memory, resources, returned: value }: State, returned: ReadonlySet<string>): Term[] {
  const found: Term[] = [];
  if (returned.size > 0)
    memory.forEach((held, address) => {
      if (held.kind === 'fresh' && address.kind === 'variable' && returned.has(address.name) && !resources.has(held))
        found.push(held);
    });
  if (value?.kind === 'fresh') found.push(value);
  return found;
}

/**
 * Puts states at one step together that are the same in what matters: what is allocated, freed, held, and what is going to
 * be returned. What else they differ in is no longer known. (After Das, Lerner, Seigle: ESP, 2002.)
 */
export function merge(terms: Terms, states: readonly State[], returned: Distinct): State[] {
  const groups = new Map<string, State[]>();
  for (const state of states) {
    const key = `${property(state, returned)}|${escapesIn(state)}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    const like = group.find((one) => freesAlike(one, state));
    if (like) join(terms, like, state);
    else group.push(state);
  }
  return [...groups.values()].flat();
}

/** Puts states together that differ in what they have freed as well: that is then given away, neither freed nor not. */
export function mergeAll(terms: Terms, states: readonly State[], returned: Distinct): State[] {
  const groups = new Map<string, State>();
  for (const state of states) {
    const key = property(state, returned);
    const before = groups.get(key);
    if (!before) {
      groups.set(key, state);
      continue;
    }
    for (const one of [before, state])
      for (const value of [...one.frees.keys(), ...one.gone.keys()]) {
        const other = one === before ? state : before;
        if (other.frees.has(value) || other.gone.has(value)) continue;
        one.frees.delete(value);
        one.gone.delete(value);
        before.given.set(value, true);
      }
    join(terms, before, state);
  }
  return [...groups.values()];
}

/** Whether two states have freed the same in the same way, where what is NULL counts as freed: after `if (p) free(p);` they are one. */
function freesAlike(a: State, b: State): boolean {
  const covered = (one: State, other: State): boolean => {
    for (const value of [...one.frees.keys(), ...one.gone.keys()])
      if (!other.frees.has(value) && !other.gone.has(value)) {
        if (signsOf(other, value) !== ZERO) return false;
      } else if (one.frees.get(value)?.family !== other.frees.get(value)?.family) return false;
    return true;
  };
  return covered(a, b) && covered(b, a);
}

/** What states must agree in to be put together. */
function property(state: State, { returned, freed, replaced }: Distinct): string {
  const { memory, facts, resources, rounds, held } = state;
  const kept: string[] = [];
  memory.forEach((value, address) => {
    const isVariable = address.kind === 'variable';
    if (resources.has(value) || (isVariable && value.kind === 'load' && freed.has(address.name)))
      kept.push(`${address.id}=${value.id}`);
    else if (isVariable && returned.has(address.name))
      kept.push(`${address.id}:${value.kind === 'number' ? value.value : ''}${signsOf(state, value)}`);
  });
  const results = resultsOf(state, returned);
  const worked: string[] = [];
  facts.forEach((signs, term) => {
    if (term.kind === 'load' && replaced.has(lastName(term.address) ?? '')) kept.push(`${term.id}!${signs}`);
    for (const value of results)
      if (value !== term && holds(term, value)) {
        worked.push(`${term.id}:${signs}`);
        break;
      }
  });
  const allocated: string[] = [];
  resources.forEach(({ status }, symbol) => allocated.push(`${symbol.id}${status}${signsOf(state, symbol)}`));
  const turns: string[] = [];
  rounds.forEach((turn, head) => turns.push(`${head}x${turn}`));
  return [
    inOrder(kept),
    inOrder(worked),
    inOrder(allocated),
    inOrder(turns),
    held.length === 0 ? '' : held.map((one) => one.offset).join(),
    state.returned ? `${state.returned.id}:${signsOf(state, state.returned)}` : '',
  ].join('|');
}

function inOrder(parts: string[]): string {
  return parts.length > 1 ? parts.sort().join() : (parts[0] ?? '');
}

/** Who may have taken over what is allocated: where one path gave it away, another may still have lost it. */
function escapesIn({ resources }: State): string {
  const given: string[] = [];
  resources.forEach(({ symbol, status, family, escapes }) => {
    if (status !== 'live' || !family.traced) return;
    for (const one of escapes) if (mayTake(one)) given.push(`${symbol.id}@${one}`);
  });
  return inOrder(given);
}

/** Makes `a` what is true of both. */
function join(terms: Terms, a: State, b: State): void {
  if (a.decided !== b.decided) a.decided = null;
  // What the next round makes is none of what either has made.
  a.round = Math.max(a.round, b.round);
  for (const [symbol, resource] of b.resources) {
    const own = a.resources.get(symbol);
    if (!own) continue;
    if (resource.escapes.size > 0)
      a.resources.set(symbol, { ...own, escapes: new Set([...own.escapes, ...resource.escapes]) });
    if (resource.isReserved) a.resources.set(symbol, { ...a.resources.get(symbol)!, isReserved: true });
  }
  for (const [value, event] of b.frees) if (!a.frees.has(value)) a.frees.set(value, event);
  for (const [value, trail] of b.gone) if (!a.gone.has(value)) a.gone.set(value, trail);
  for (const [value, givesUp] of b.given) a.given.set(value, givesUp || (a.given.get(value) ?? false));
  const known = new Map<Term, Signs>();
  const united = (own: Term, other: Term, id: string, name: string): Term => {
    const term = terms.make({ kind: 'fresh', origin: `j${a.at}.${a.round}.${id}`, name });
    known.set(term, signsOf(a, own) | signsOf(b, other));
    return term;
  };
  for (const [address, value] of a.memory) {
    const other = b.memory.get(address);
    if (other && other !== value) a.memory.set(address, united(value, other, `${address.id}`, nameOf(address)));
    else if (!other) a.memory.set(address, unknown(terms, a, address));
  }
  for (const address of b.memory.keys()) if (!a.memory.has(address)) a.memory.set(address, unknown(terms, a, address));
  for (const [offset, value] of b.results) {
    const own = a.results.get(offset);
    if (!own) a.results.set(offset, value);
    else if (own !== value) a.results.set(offset, united(own, value, `r${offset}`, textOf(value)));
  }
  // Only now: a value that was united before has its fact in `a` alone.
  for (const [term, signs] of a.facts) {
    const other = b.facts.get(term);
    if (other === undefined) a.facts.delete(term);
    else if (other !== signs) a.facts.set(term, signs | other);
  }
  for (const [term, signs] of known) a.facts.set(term, signs);
  for (const [name, epoch] of b.epochs) a.epochs.set(name, Math.max(epoch, a.epochs.get(name) ?? 0));
}

function unknown(terms: Terms, state: State, address: Term): Term {
  return terms.make({
    kind: 'fresh',
    origin: `j${state.at}.${state.round}.${address.id}`,
    name: nameOf(address),
  });
}

function nameOf(address: Term): string {
  return address.kind === 'variable' || address.kind === 'member' || address.kind === 'global' ? address.name : 'it';
}
