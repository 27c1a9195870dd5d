import type { Frame } from '../explore/frame.ts';
import { assume } from '../explore/assume.ts';
import { forget, giveAway } from '../explore/opaque-call.ts';
import { freeValue } from '../explore/release.ts';
import { fork, note, read, signsOf, type State } from '../explore/state.ts';
import { fold, negated } from '../terms/fold.ts';
import { ownSigns } from '../terms/sign.ts';
import type { Term } from '../terms/term.ts';
import type { Outcome, Summary } from './summary.ts';

/** The states after a call of a function whose summary is known: one for each way it can end here. */
export function applySummary(
  frame: Frame,
  state: State,
  { summary, offset, values }: { summary: Summary; offset: number; values: readonly Term[] },
): State[] {
  const after: State[] = [];
  for (const outcome of summary.outcomes ?? []) {
    const next = applyOutcome(frame, fork(state), outcome, { name: summary.name, offset, values });
    if (next) after.push(next);
  }
  doubt(state, after, offset);
  return after;
}

/** What is freed in one way in which a call can end, and not in another that returns the same, is not certain in either. */
function doubt(before: State, after: readonly State[], offset: number): void {
  const ending = (state: State): number => {
    const result = state.results.get(offset);
    return result ? signsOf(state, result) : 0;
  };
  for (const [symbol, resource] of before.resources) {
    if (resource.status !== 'live') continue;
    const endings = new Set(after.filter((one) => one.resources.get(symbol)?.status !== 'live').map(ending));
    if (endings.size === 0) continue;
    for (const state of after) {
      const here = state.resources.get(symbol);
      const alike = [...endings].some((signs) => signs === 0 || (signs & ending(state)) !== 0);
      if (here?.status === 'live' && alike) state.resources.set(symbol, { ...here, status: 'unknown' });
    }
  }
}

function applyOutcome(
  frame: Frame,
  state: State,
  outcome: Outcome,
  call: { readonly name: string; readonly offset: number; readonly values: readonly Term[] },
): State | null {
  const { offset, values, name } = call;
  const before = fork(state);
  const translate = translator(frame, before, offset, values);
  for (const [term, signs] of outcome.facts) {
    const here = translate(term);
    const known = signsOf(state, here) & signs;
    if (known === 0) return null;
    if (here.kind === 'number') continue;
    if (signs === 2 || (signs & 2) === 0) if (!assume(state, here, signs !== 2)) return null;
    if (known !== ownSigns(here)) state.facts.set(here, known);
  }
  for (const free of outcome.frees) {
    const vaddr = translate(free.vaddr);
    note(state, free.offset, `${free.call} is called in ${name}`);
    freeValue(frame, state, {
      ...free,
      offset,
      call: free.call,
      vaddr,
      size: free.size && translate(free.size),
      handle: free.handle && translate(free.handle),
      device: free.device && translate(free.device),
    });
  }
  for (const [value, givesUp] of outcome.given) giveAway(state, translate(value), String(offset), givesUp);
  forget(state, new Set(outcome.epochs.map(([one]) => one)));
  if (outcome.resources.length > 0) note(state, offset, `${name} is called`);
  const called = state.trail;
  for (const resource of outcome.resources) {
    const symbol = translate(resource.symbol);
    state.resources.set(symbol, {
      ...resource,
      symbol,
      site: `${offset}/${resource.site}`,
      size: resource.size && translate(resource.size),
      sizePlaces: resource.sizePlaces.map(translate),
      device: resource.device && translate(resource.device),
      handlePlace: resource.handlePlace && translate(resource.handlePlace),
      handle: resource.handle && translate(resource.handle),
      trail: called,
    });
    note(state, resource.offset, `${resource.call} allocates in ${name}`);
  }
  const writes = outcome.writes.map(([address, value]) => [translate(address), translate(value)] as const);
  for (const [address, value] of writes) state.memory.set(address, value);
  for (const object of outcome.gone) {
    const here = translate(object);
    if (!state.gone.has(here) && here.kind !== 'number') {
      note(state, offset, `${name} frees it`);
      state.gone.set(here, state.trail!);
    }
  }
  const result = outcome.returns ? translate(outcome.returns) : null;
  if (result) state.results.set(offset, result);
  else state.results.delete(offset);
  return state;
}

/** Writes terms of the called function in terms of the calling one, as things were before the call. */
function translator(frame: Frame, before: State, offset: number, values: readonly Term[]): (term: Term) => Term {
  const { terms } = frame;
  const known = new Map<Term, Term>();
  const prefix = `${offset}.${before.round}/`;
  const of = (term: Term): Term => {
    const done = known.get(term);
    if (done) return done;
    const made = make(term);
    known.set(term, made);
    return made;
  };
  const make = (term: Term): Term => {
    switch (term.kind) {
      case 'parameter':
        return (
          values[term.position] ?? terms.make({ kind: 'fresh', origin: `${prefix}p${term.position}`, name: term.name })
        );
      case 'member':
        return terms.member(of(term.base), term.name, term.owner);
      case 'element':
        return terms.make({ kind: 'element', base: of(term.base), index: of(term.index) });
      case 'load':
        return term.epoch === 0
          ? read(terms, before, of(term.address))
          : terms.make({ kind: 'fresh', origin: `${prefix}l${term.id}`, name: 'a value' });
      case 'operation': {
        const operands = term.operands.map(of);
        const [a, b] = operands;
        if (term.operator === '!' && a) return negated(terms, a);
        return a && b && operands.length === 2
          ? fold(terms, term.operator, a, b)
          : terms.operation(term.operator, ...operands);
      }
      case 'pure':
        return terms.make({ kind: 'pure', name: term.name, operands: term.operands.map(of) });
      case 'fresh':
        return terms.make({ kind: 'fresh', origin: prefix + term.origin, name: term.name });
      case 'variable':
        return terms.make({ kind: 'fresh', origin: `${prefix}v${term.variable}`, name: term.name });
      default:
        return term;
    }
  };
  return of;
}
