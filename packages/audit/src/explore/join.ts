import { ZERO, type Signs } from '../terms/sign.ts';
import type { Term, Terms } from '../terms/term.ts';
import { textOf } from '../terms/text.ts';
import type { Distinct } from './distinct.ts';
import { property, type Grade } from './property.ts';
import { signsOf, type State } from './state.ts';

/** More states at one step than these are told apart by less. */
const MANY = 16;

/**
 * Joins states at one step that are the same in what matters: what is allocated, freed, held, and what is going to be returned.
 * What else they differ in is no longer known, so that nothing is told of it. Where there are many, what only some of them have
 * freed for others is given away, neither freed nor not. (After Das, Lerner, Seigle: ESP, 2002.)
 */
export function joinStates(terms: Terms, states: readonly State[], distinct: Distinct): readonly State[] {
  if (states.length < 2) return states;
  const left = joinBy(terms, states, distinct, 'everything');
  return left.length > MANY ? joinBy(terms, left, distinct, 'allocations') : left;
}

function joinBy(terms: Terms, states: readonly State[], distinct: Distinct, grade: Grade): State[] {
  const groups = new Map<string, State[]>();
  for (const state of states) {
    const key = property(state, distinct, grade);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    const like = group.find((one) => grade === 'allocations' || freesAlike(one, state));
    if (!like) group.push(state);
    else {
      if (grade === 'allocations') giveUpFrees(like, state);
      join(terms, like, state);
    }
  }
  return [...groups.values()].flat();
}

/** Whether two states have freed the same in the same way, where what is NULL counts as freed: after `if (p) free(p);` they are one. */
function freesAlike(a: State, b: State): boolean {
  const covered = (one: State, other: State): boolean => {
    for (const value of [...one.frees.keys(), ...one.gone.keys()])
      if (!isFreedIn(other, value)) {
        if (signsOf(other, value) !== ZERO) return false;
      } else if (one.frees.get(value)?.family !== other.frees.get(value)?.family) return false;
    return true;
  };
  return covered(a, b) && covered(b, a);
}

function isFreedIn({ frees, gone }: State, value: Term): boolean {
  return frees.has(value) || gone.has(value);
}

/** What only one of them has freed for others is given away from now on, neither freed nor not. */
function giveUpFrees(a: State, b: State): void {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    for (const value of [...one.frees.keys(), ...one.gone.keys()]) {
      if (isFreedIn(other, value)) continue;
      one.frees.delete(value);
      one.gone.delete(value);
      a.given.set(value, true);
    }
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
