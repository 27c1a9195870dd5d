import { everyExpression } from '@freehandle/c-source';
import type { Flow } from '@freehandle/provenance';
import { expressionsOf } from '../explore/names-ahead.ts';
import { functionAt, type Frame, type Suspicion } from '../explore/frame.ts';
import { mayFree } from '../families/index.ts';
import { endingBy } from '../checks/evidence.ts';
import { checkIgnored } from '../checks/ignored-result.ts';
import { markReserved } from '../checks/reserved.ts';
import { checkGone } from '../checks/gone-before.ts';
import { assume } from '../explore/assume.ts';
import { copyParts } from '../explore/copy.ts';
import { forget, giveAway } from '../explore/opaque-call.ts';
import { forgetAt, freeValue, isOverwritten } from '../explore/release.ts';
import { fork, note, read, signsOf, type State } from '../explore/state.ts';
import { applied, fold, negated } from '../terms/fold.ts';
import { NEGATIVE, ownSigns, POSITIVE } from '../terms/sign.ts';
import { objectOf, within, type Term } from '../terms/term.ts';
import type { Outcome, Summary } from './summary.ts';
import { markSwept } from './sweeps.ts';
import { doubt, isKept, type Way } from './ways.ts';

/** The states after a call of a function whose summary is known: one for each way it can end here. */
export function applySummary(
  frame: Frame,
  state: State,
  { summary, offset, values }: { summary: Summary; offset: number; values: readonly Term[] },
): State[] {
  const ways: Way[] = [];
  const isTold = usedResults(frame.flow).has(offset);
  const translate = translator(frame, state, offset, values);
  let suspicions: Suspicion[] = [];
  const inner: Frame = { ...frame, suspect: (one) => void suspicions.push(one) };
  for (const outcome of summary.outcomes ?? []) {
    suspicions = [];
    const freed = new Map<Term, boolean>();
    const next = applyOutcome(inner, state, outcome, { name: summary.name, offset, translate }, freed);
    if (next) ways.push({ state: next, freed, suspicions, result: (isTold && next.results.get(offset)) || null });
  }
  const uncertain = doubt(state, ways);
  if (!isTold) checkIgnored(frame, state, summary, offset);
  sayConditions(frame, ways, summary.name, offset);
  for (const { state } of ways) {
    markSwept(frame, state, summary, values);
    for (const { buffer, sets } of summary.bits)
      markReserved(frame, state, { buffer: buffer && translate(buffer), sets }, offset);
  }
  for (const { suspicions } of ways)
    for (const one of suspicions) if (one.about === undefined || !uncertain.has(one.about)) frame.suspect(one);
  return ways.map((way) => way.state);
}

const used = new WeakMap<Flow, ReadonlySet<number>>();

/** The calls whose results something looks at, by offset. */
function usedResults(flow: Flow): ReadonlySet<number> {
  const known = used.get(flow);
  if (known) return known;
  const found = new Set<number>();
  for (const step of flow.steps)
    for (const looked of expressionsOf(step))
      for (const one of everyExpression(looked))
        // The call itself is what the step is.
        if (one.kind === 'call' && !(step.kind === 'call' && one === looked)) found.add(one.start);
  used.set(flow, found);
  return found;
}

/** The state after one way in which the call ends; null when the call cannot end so. */
function applyOutcome(
  frame: Frame,
  before: State,
  outcome: Outcome,
  call: { readonly name: string; readonly offset: number; readonly translate: (term: Term) => Term },
  freed: Map<Term, boolean>,
): State | null {
  const { offset, translate, name } = call;
  for (const [term, signs] of outcome.facts) if ((signsOf(before, translate(term)) & signs) === 0) return null;
  const state = fork(before);
  for (const [term, signs] of outcome.facts) {
    const here = translate(term);
    const known = signsOf(state, here) & signs;
    if (known === 0) return null;
    if (here.kind === 'number') continue;
    if (signs === 2 || (signs & 2) === 0) if (!assume(state, here, signs !== 2)) return null;
    if (known !== ownSigns(here)) state.facts.set(here, known);
  }
  if (outcome.frees.length + outcome.resources.length > 0) note(state, offset, `${name} is called`);
  const called = state.trail;
  for (const free of outcome.frees) {
    const vaddr = translate(free.vaddr);
    if (free.vaddr.kind === 'load') checkGone(frame, before, { free, at: translate(free.vaddr.address), name, offset });
    // What was read after something may have changed it: whatever is kept there here.
    if (free.vaddr.kind === 'load' && free.vaddr.epoch > 0) forgetAt(state, translate(free.vaddr.address));
    const own = state.resources.get(vaddr);
    freed.set(vaddr, !own || mayFree({ name: free.call }, own.family, frame.families.list));
    freeValue(frame, state, {
      ...free,
      offset,
      decided: [free.vaddr, free.size, free.handle].some((one) => one && isPassedOn(one)) ? offset : free.decided,
      call: free.call,
      at: null,
      vaddr,
      size: free.size && translate(free.size),
      handle: free.handle && translate(free.handle),
      device: free.device && translate(free.device),
      overwritten: [
        ...free.overwritten.map(translate),
        ...placesRead(free.size)
          .map(translate)
          .filter((place) => isOverwritten(before, place)),
      ],
      empty: free.empty.map(translate),
    });
  }
  for (const [value, givesUp] of outcome.given) {
    const here = translate(value);
    const own = state.resources.get(here);
    // Whether the call failed says nothing of what it may have freed.
    if (givesUp && own?.status === 'live') {
      state.resources.set(here, { ...own, status: 'unknown' });
      giveUpWhatIsIn(state, here);
    } else giveAway(state, here, String(offset), givesUp);
  }
  forget(state, new Set(outcome.epochs.map(([one]) => one)));
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
      isDangling: resource.status === 'freed',
    });
    note(state, resource.offset, `${resource.call} allocates in ${functionAt(frame, resource.offset) ?? name}`);
    if (resource.status !== 'freed') continue;
    note(state, offset, `${name} frees it, and its place still holds it`);
    state.gone.set(symbol, state.trail!);
  }
  const writes = outcome.writes.map(([address, value]) => [translate(address), translate(value)] as const);
  // A structure may have been copied as a whole: what the caller has put in it is in the copy as well.
  for (const [address, value] of before.resources.size > 0 ? outcome.writes : [])
    if (value.kind === 'load' && value.epoch === 0)
      copyParts(frame.terms, state, translate(value.address), translate(address));
  const written = new Map<Term, Term>();
  for (const [address, value] of writes) {
    // Two objects of the function called are one here, and its loop went round more often than the one that made them.
    const other = state.resources.get(written.get(address) ?? value);
    if (other && other.symbol !== value) state.resources.set(other.symbol, { ...other, status: 'unknown' });
    written.set(address, value);
    state.memory.set(address, value);
  }
  for (const object of outcome.gone) {
    const here = translate(object);
    if (!freed.has(here)) freed.set(here, true);
    if (!state.gone.has(here) && here.kind !== 'number') {
      note(state, offset, `${name} frees it`);
      state.gone.set(here, state.trail!);
    }
  }
  for (const resource of outcome.resources) {
    const symbol = translate(resource.symbol);
    const own = state.resources.get(symbol);
    if (own && isKept(state, symbol)) state.resources.set(symbol, { ...own, isLeftOutside: true });
  }
  const result = outcome.returns ? translate(outcome.returns) : null;
  if (result) state.results.set(offset, result);
  else state.results.delete(offset);
  // A function that gave back what it had allocated has failed, and failures are negative.
  const isUndone = outcome.resources.some(({ status }) => status === 'freed');
  if (result && isUndone && signsOf(state, result) === (NEGATIVE | POSITIVE)) state.facts.set(result, NEGATIVE);
  return state;
}

/** The places that a function called read for a size as it was at its entry. */
function placesRead(size: Term | null): Term[] {
  return size
    ? [...within(size)].flatMap((part) => (part.kind === 'load' && part.epoch === 0 ? [part.address] : []))
    : [];
}

/** What is kept in an object that may have been given up may have been as well. */
function giveUpWhatIsIn(state: State, object: Term): void {
  for (const [address, value] of state.memory) {
    const own = objectOf(address) === object ? state.resources.get(value) : undefined;
    if (own?.status === 'live') state.resources.set(value, { ...own, status: 'unknown', perhapsFreed: true });
  }
}

/** Whether a function was given a value, or works it out from one that it was given. */
function isPassedOn(value: Term): boolean {
  return value.kind === 'parameter' || (value.kind === 'operation' && value.operands.some(isPassedOn));
}

/** Marks what only some of the ways allocate in which the call succeeds: that it was, the caller may not have wanted. */
function sayConditions(frame: Frame, ways: readonly Way[], name: string, offset: number): void {
  const { returns } = frame.functions.get(name)!;
  const good = ways.filter(({ state }) => {
    const result = state.results.get(offset);
    return !result || endingBy(state, result, returns) === 'succeeded';
  });
  const sites = good.map(({ state }) => new Set([...state.resources.values()].map(({ site }) => site)));
  for (const { state } of good)
    for (const [symbol, resource] of state.resources)
      if (resource.site.startsWith(`${offset}/`) && !sites.every((one) => one.has(resource.site)))
        state.resources.set(symbol, { ...resource, sometimesIn: name });
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
        return applied(terms, term.name, term.operands.map(of));
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
