import { isConstant } from '../explore/assume.ts';
import { holdersOf, isLocal, mayTake, signsOf, type Resource, type State } from '../explore/state.ts';
import type { Suspicion } from '../explore/frame.ts';
import { POSITIVE, ZERO } from '../terms/sign.ts';
import { holds, objectOf, type Term } from '../terms/term.ts';

/** One way in which a call ends here. */
export interface Way {
  readonly state: State;
  /** What it freed; whether by a function that fits, where it is known what that was. */
  readonly freed: ReadonlyMap<Term, boolean>;
  readonly suspicions: readonly Suspicion[];
  /** The result, where something looks at it. */
  readonly result: Term | null;
}

/**
 * What is freed in one way in which a call can end, and not in another that returns the same, is not certain in either: what
 * decides may hang together with how it was allocated. The same is true of what is kept, and of how it is freed.
 */
export function doubt(before: State, ways: readonly Way[]): ReadonlySet<Term> {
  const uncertain = new Set<Term>();
  const differs = (value: Term, what: (way: Way) => boolean): boolean =>
    ways.some(
      (one) =>
        what(one) && ways.some((other) => !what(other) && returnAlike(one, other) && !isAbsent(other.state, value)),
    );
  const freed = new Set(ways.flatMap((way) => [...way.freed.keys()]));
  for (const value of freed)
    if (differs(value, (way) => way.freed.has(value)) || differs(value, (way) => way.freed.get(value) === true))
      uncertain.add(value);
  for (const [symbol, resource] of before.resources) {
    if (resource.status !== 'live' || uncertain.has(symbol)) continue;
    if (
      differs(
        symbol,
        ({ state }) => isKept(state, symbol) || takersOf(state.resources.get(symbol)!) > takersOf(resource),
      ) ||
      differs(symbol, ({ state }) => state.resources.get(symbol)!.status !== 'live')
    )
      uncertain.add(symbol);
  }
  for (const { state } of ways)
    for (const value of uncertain) {
      const own = state.resources.get(value);
      if (own) {
        if (own.status === 'live' || before.resources.get(value)?.status === 'live')
          state.resources.set(value, { ...own, status: 'unknown', perhapsFreed: freed.has(value) });
      } else if (!before.gone.has(value)) state.given.set(value, true);
      if (!before.gone.has(value)) {
        state.gone.delete(value);
        state.frees.delete(value);
      }
    }
  for (const value of freed) if (!uncertain.has(value)) leaveToErrors(ways, value);
  return uncertain;
}

/** What is not freed only where one error is returned, and not with others, may be somebody's who returned that error. */
function leaveToErrors(ways: readonly Way[], value: Term): void {
  for (const { state, freed, result } of ways) {
    const own = state.resources.get(value);
    if (freed.has(value) || own?.status !== 'live' || !result) continue;
    const isOneOfMany = ways.some(
      (other) => other.freed.has(value) && other.result && signsMeet(state, result, other.state, other.result),
    );
    if (isOneOfMany) state.resources.set(value, { ...own, status: 'unknown', perhapsFreed: true });
  }
}

function signsMeet(a: State, x: Term, b: State, y: Term): boolean {
  return (signsOf(a, x) & signsOf(b, y)) !== 0;
}

/** Whether the caller cannot tell two ways apart by the result: by its sign, or what it is compared with. */
function returnAlike(a: Way, b: Way): boolean {
  const [x, y] = [a.result, b.result];
  if (!x || !y) return true;
  if (!signsMeet(a.state, x, b.state, y)) return false;
  if (x === y)
    return [...a.state.facts].every(([term, signs]) => !holds(term, x) || (signsOf(b.state, term) & signs) !== 0);
  return !isOtherConstant(a.state, x, y) && !isOtherConstant(b.state, y, x);
}

/** Whether a value is known to equal another constant than `constant` is. */
function isOtherConstant({ facts }: State, value: Term, constant: Term): boolean {
  if (!isConstant(constant)) return false;
  for (const [term, signs] of facts) {
    if (term.kind !== 'operation' || term.operator !== '==' || signs !== POSITIVE) continue;
    const [x, y] = term.operands;
    const other = x === value ? y : y === value ? x : undefined;
    if (other !== constant && isConstant(other)) return true;
  }
  return false;
}

/** How many calls may have taken it over; a call that was only given an object that leads to it decides nothing. */
function takersOf({ escapes }: Resource): number {
  let count = 0;
  for (const one of escapes) if (mayTake(one)) count++;
  return count;
}

/** Whether there is nothing there: the value is NULL, or the pointer that leads to it. */
function isAbsent(state: State, value: Term): boolean {
  if (signsOf(state, value) === ZERO) return true;
  return value.kind === 'load' && isAbsent(state, objectOf(value.address));
}

/** Whether a place that outlives the function holds it. */
export function isKept(state: State, symbol: Term): boolean {
  return holdersOf(state, symbol).some((address) => !isLocal(address));
}
