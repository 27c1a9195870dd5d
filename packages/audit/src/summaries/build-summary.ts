import type { Frame } from '../explore/frame.ts';
import type { Explored } from '../explore/explore.ts';
import { endingOf, isDirect } from '../checks/evidence.ts';
import { ownerOf } from '../checks/ownership.ts';
import { holdersOf, isLocal, signsOf, type Resource, type State } from '../explore/state.ts';
import { ANY, ZERO } from '../terms/sign.ts';
import { holds, objectOf, within, type Term } from '../terms/term.ts';
import type { Outcome, Summary } from './summary.ts';
import { sweepsOf } from './sweeps.ts';

/** More ways than these are not told apart. */
const MAX_OUTCOMES = 24;

/** What a call of the function does, from the ends of its paths. */
export function buildSummary(
  frame: Frame,
  { exits, complete }: Explored,
  said: Pick<Summary, 'sleeps' | 'bits'>,
): Summary {
  const { name } = frame.definition;
  const outcomes = new Map<string, Outcome>();
  for (const state of exits) {
    const outcome = outcomeOf(frame, state);
    const key = keyOf(outcome);
    const before = outcomes.get(key);
    outcomes.set(key, before ? common(before, outcome) : outcome);
  }
  const isFollowed = complete && outcomes.size <= MAX_OUTCOMES;
  const followed = isFollowed ? [...outcomes.values()] : null;
  return { name, outcomes: followed, ...said, held: [], sweeps: sweepsOf(frame) };
}

function outcomeOf(frame: Frame, state: State): Outcome {
  // What was freed and is still held somewhere may be freed by that place again.
  const resources = [...state.resources.values()].filter(
    (one) =>
      signsOf(state, one.symbol) !== ZERO && !isLost(state, one) && (one.status !== 'freed' || dangles(state, one)),
  );
  const own = new Set(resources.map(({ symbol }) => symbol));
  const writes = [...state.memory].filter(
    ([address, value]) =>
      objectOf(address).kind !== 'variable' &&
      !(value.kind === 'load' && value.address === address && value.epoch === 0),
  );
  const lasting = new Set<Term>();
  for (const [, value] of writes) lasting.add(value);
  if (state.returned) lasting.add(state.returned);
  const told = (term: Term): boolean => {
    for (const part of within(term)) {
      if (part.kind === 'variable') return false;
      if (part.kind === 'fresh' && !own.has(part) && !lasting.has(part)) return false;
      if (part.kind === 'load' && part.epoch > 0) return false;
    }
    return true;
  };
  return {
    returns: state.returned,
    failedFor: endingOf(state, frame.definition) === 'failed' ? failureOf(state) : null,
    facts: [...state.facts.keys()]
      .filter((term) => signsOf(state, term) !== ANY && told(term))
      .map((term) => [term, signsOf(state, term)] as const),
    writes,
    resources: resources.map((one) =>
      frame.definition.returns.pointers === 0 && isResultOlder(state, one) ? { ...one, hasOlderResult: true } : one,
    ),
    frees: [...state.frees.values()],
    given: [...state.given].filter(([term]) => told(term)),
    gone: [...state.gone.keys()].filter((term) => told(term) && !own.has(term)),
    epochs: [...state.epochs],
  };
}

/** The allocation of a traced family that has failed on a path. */
function failureOf(state: State): Resource | null {
  for (const one of state.resources.values()) if (one.family.traced && signsOf(state, one.symbol) === ZERO) return one;
  return null;
}

/** Whether nobody has it any more: that is the function's own mistake, and no caller's. */
function isLost(state: State, resource: Resource): boolean {
  return resource.family.traced && resource.status === 'live' && ownerOf(state, resource) === 'lost';
}

/** Whether a place that outlives the function, and is no element that may be any, still holds what was freed. */
function dangles(state: State, { symbol, family }: Resource): boolean {
  const isLasting = (place: Term): boolean => !isLocal(place) && within(place).every(({ kind }) => kind !== 'element');
  return family.traced && holdersOf(state, symbol).some(isLasting);
}

/** Whether the function had what it returns before it went on to allocate. */
function isResultOlder({ returned, results }: State, resource: Resource): boolean {
  if (returned?.kind !== 'fresh' || !isDirect(resource)) return false;
  for (const [offset, result] of results) if (result === returned && offset < resource.offset) return true;
  return false;
}

/** What tells outcomes apart: all but what is known of the parameters. */
function keyOf(outcome: Outcome): string {
  const { returns } = outcome;
  const sign = returns ? (outcome.facts.find(([term]) => term === returns)?.[1] ?? '') : '';
  return [
    `${returns?.kind === 'number' ? returns.value : ''}${isFixed(returns) ? returns!.id : ''}:${sign}`,
    // By what it is compared with, its callers can tell as well.
    outcome.facts
      .filter(([term]) => returns?.kind === 'fresh' && term !== returns && holds(term, returns))
      .map(([term, signs]) => `${term.id}=${signs}`)
      .sort()
      .join(),
    outcome.writes
      .filter(([, value]) => outcome.resources.some(({ symbol }) => symbol === value) || value.kind === 'number')
      .map(([address, value]) => `${address.id}=${value.id}`)
      .sort()
      .join(),
    outcome.resources.map(({ symbol, status }) => symbol.id + status).join(),
    outcome.frees.map(({ vaddr, family }) => vaddr.id + family.name).join(),
    outcome.gone.map(({ id }) => id).join(),
  ].join('|');
}

function isFixed(term: Term | null): boolean {
  return term !== null && (term.kind === 'operation' || term.kind === 'constant');
}

/** What both say. */
function common(a: Outcome, b: Outcome): Outcome {
  const facts = new Map(b.facts);
  const own = new Map(a.writes);
  const writes = new Map(b.writes);
  // What only one of them stores somewhere may be kept there.
  const lost = [...a.writes, ...b.writes].filter(([address, value]) => {
    const both = own.get(address) === value && writes.get(address) === value;
    return !both && value.kind !== 'number' && value.kind !== 'constant' && value.kind !== 'fresh';
  });
  return {
    ...a,
    failedFor: a.failedFor ?? b.failedFor,
    given: [...new Map([...a.given, ...b.given, ...lost.map(([, value]) => [value, true] as const)])],
    facts: a.facts.flatMap(([term, signs]) => {
      // They return alike, by whatever name.
      const other = facts.get(term) ?? (term === a.returns ? signs : undefined);
      return other === undefined ? [] : [[term, signs | other] as const];
    }),
    resources: a.resources.map((one) => {
      const other = b.resources.find(({ symbol }) => symbol === one.symbol);
      return other ? { ...one, escapes: new Set([...one.escapes, ...other.escapes]) } : one;
    }),
    // What a condition decides that is not told apart is not known.
    frees: a.frees.map((one) => {
      const other = b.frees.find(({ vaddr }) => vaddr === one.vaddr) ?? one;
      const agreed = (part: 'size' | 'handle' | 'device'): Term | null =>
        one[part] === other[part] ? one[part] : null;
      return { ...one, size: agreed('size'), handle: agreed('handle'), device: agreed('device') };
    }),
    writes: a.writes.filter(([address, value]) => writes.get(address) === value),
    epochs: [...a.epochs, ...b.epochs],
  };
}
