import type { Expression } from '@freehandle/c-source';
import type { Edge, Step } from '@freehandle/provenance';
import { checkTouches } from '../checks/touches.ts';
import { fold } from '../terms/fold.ts';
import { agenda } from './agenda.ts';
import { assume } from './assume.ts';
import { call } from './call.ts';
import { choicesOf, passBy } from './choices.ts';
import { isLeftOut, passConfigs } from './configs.ts';
import { distinctIn } from './distinct.ts';
import { addressOf, outcomeOf, valueOf } from './evaluate.ts';
import { sourceText, type Frame } from './frame.ts';
import { exitsOf } from './leave-loop.ts';
import { loopsOf } from './loops.ts';
import { joinStates } from './join.ts';
import { isMisaligned } from './misaligned.ts';
import { namesAhead } from './names-ahead.ts';
import { forget } from './opaque-call.ts';
import { reversePostorder } from './order.ts';
import { changingNames, entryState, fork, noteChoice, type State } from './state.ts';
import { store } from './store.ts';
import { trim } from './trim.ts';

/** Steps that are run for one function, at most, over all its paths. */
const MAX_STEPS = 40_000;
/** Different states that are followed from one place. */
const MAX_STATES = 64;
/** How often a loop is run as it stands; after that only on the way out. */
const MAX_ROUNDS = 2;

/** The ends of all paths through a function. */
export interface Explored {
  readonly exits: readonly State[];
  /** Whether every path was followed to its end. */
  readonly complete: boolean;
}

/** Runs a function on symbols: every path, loops none, once and twice. */
export function explore(frame: Frame, entry: State = entryState()): Explored {
  const { flow, terms } = frame;
  const loops = loopsOf(flow);
  const leave = exitsOf(frame, loops);
  const choices = choicesOf(frame.definition.body);
  const distinct = distinctIn(frame);
  const ahead = namesAhead(flow);
  const exits: State[] = [];
  const texts = new Map<Expression, string>();
  let complete = true;
  let steps = 0;
  for (const variable of flow.variables) {
    if (variable.kind !== 'parameter') continue;
    const address = terms.make({ kind: 'variable', variable: variable.id, name: variable.name });
    const value = terms.make({
      kind: 'parameter',
      position: variable.position,
      name: variable.name,
      type: variable.type.base,
    });
    entry.memory.set(address, value);
  }
  const pending = agenda(reversePostorder(flow, loops));
  pending.add(entry);
  for (let states = pending.take(); states; states = pending.take()) {
    const step = flow.steps[states[0]!.at]!;
    if (step.id === 1) {
      exits.push(...states);
      continue;
    }
    if (step.previous.length > 1) {
      for (const state of states) trim(state, step.id, ahead, distinct);
      states = joinStates(terms, states, distinct);
    }
    if (states.length > MAX_STATES) complete = false;
    for (const state of states.slice(0, MAX_STATES)) {
      if (++steps > MAX_STEPS) return { exits, complete: false };
      for (const after of run(state, step)) pending.add(after);
    }
  }
  return { exits, complete };

  function run(state: State, step: Step): State[] {
    checkTouches(frame, state, step);
    switch (step.kind) {
      case 'call':
        return call(frame, state, step.call).flatMap((one) => goOn(one, step));
      case 'define':
        // A store through NULL is where the path ends.
        return store(frame, state, step) ? goOn(state, step) : [];
      case 'return':
        state.returned = step.value ? valueOf(frame, state, step.value) : null;
        state.returnedAt = step.span.start;
        return goOn(state, step);
      case 'branch':
        return branch(state, step);
      case 'declare': {
        const { variable } = step;
        const address = terms.make({ kind: 'variable', variable: variable.id, name: variable.name });
        if (variable.kind !== 'static') state.memory.delete(address);
        return goOn(state, step);
      }
      default:
        return 'choice' in step && step.choice && !choose(state, step.choice) ? [] : goOn(state, step);
    }
  }

  /** Takes the subject of a switch for the value of a case. */
  function choose(state: State, { subject, value }: { subject: Expression; value: Expression | null }): boolean {
    if (!value) return isNone(state, subject);
    const condition = fold(terms, '==', valueOf(frame, state, subject), valueOf(frame, state, value));
    const known = outcomeOf(state, condition);
    return known ?? assume(state, condition, true);
  }

  /** Takes the subject for none of the values that a case stands for. */
  function isNone(state: State, subject: Expression): boolean {
    const given = valueOf(frame, state, subject);
    return flow.steps.every((step) => {
      if (!('choice' in step) || step.choice?.subject !== subject || !step.choice.value) return true;
      const condition = fold(terms, '==', given, valueOf(frame, state, step.choice.value));
      const known = outcomeOf(state, condition);
      return known === null ? assume(state, condition, false) : !known;
    });
  }

  function branch(state: State, step: Extract<Step, { kind: 'branch' }>): State[] {
    const condition = valueOf(frame, state, step.condition);
    const known = outcomeOf(state, condition);
    const ways = step.next.filter(
      (edge) =>
        (edge.when === null || known === null || edge.when === known) &&
        !passesCases(step, edge) &&
        !isLeftOut(frame, edge),
    );
    return ways.flatMap((edge, index) => {
      const next = index === ways.length - 1 ? state : fork(state);
      passConfigs(frame, next, step, edge);
      if (edge.when !== null && known !== null) leave(next, step.id, edge.to, true);
      if (edge.when !== null && known === null) {
        if (edge.when && isMisaligned(next, condition)) return [];
        if (!leave(next, step.id, edge.to)) return [];
        if (!assume(next, condition, edge.when)) return [];
        passBy(frame, next, choices, step.condition, flow.steps[edge.to]!.span);
        noteChoice(next, textOf(step.condition), step.condition, edge.when);
        next.decided = condition;
      }
      return follow(next, step.id, edge.to);
    });
  }

  function textOf(condition: Expression): string {
    const known = texts.get(condition);
    if (known !== undefined) return known;
    const text = sourceText(frame, condition);
    texts.set(condition, text);
    return text;
  }

  function goOn(state: State, step: Step): State[] {
    const [only] = step.next;
    if (only && step.next.length === 1) return isLeftOut(frame, only) ? [] : follow(state, step.id, only.to);
    const ways = step.next.filter((edge) => !passesCases(step, edge) && !isLeftOut(frame, edge));
    return ways.flatMap((edge, index) => {
      const next = index === ways.length - 1 ? state : fork(state);
      passConfigs(frame, next, step, edge);
      // An iterator macro's loop has no condition to be seen.
      return leave(next, step.id, edge.to) ? follow(next, step.id, edge.to) : [];
    });
  }

  function follow(state: State, from: number, to: number): State[] {
    for (const [head, rounds] of state.rounds) {
      const loop = loops.get(head)!;
      if (!loop.steps.has(to)) state.rounds.delete(head);
      // Only the way out of a loop that has been run often enough.
      else if (rounds > MAX_ROUNDS && isWork(flow.steps[to]!)) return [];
    }
    const loop = loops.get(to);
    if (loop) {
      if (!loop.steps.has(from)) state.rounds.set(to, 0);
      else {
        const rounds = (state.rounds.get(to) ?? 0) + 1;
        if (rounds > MAX_ROUNDS + 1) return [];
        state.rounds.set(to, rounds);
        state.round++;
        if (rounds > MAX_ROUNDS) widen(state, loop.steps);
      }
    }
    state.at = to;
    return [state];
  }

  /** Whether an edge goes by all cases of a switch without a default, which lists what there is. */
  function passesCases(step: Step, edge: Edge): boolean {
    if (step.next.length < 3) return false;
    const cases = step.next.filter(({ to, when }) => when === edge.when && isCase(flow.steps[to]!));
    return cases.length > 1 && !isCase(flow.steps[edge.to]!);
  }

  /** After two rounds, whatever the loop changes may have any value. */
  function widen(state: State, body: ReadonlySet<number>): void {
    const names = new Set<string>();
    for (const id of body) {
      const step = flow.steps[id]!;
      if (step.kind !== 'define') continue;
      const address = addressOf(frame, state, step.target);
      if (!address) continue;
      if (address.kind === 'variable') {
        if (state.resources.has(state.memory.get(address) ?? address)) continue;
        state.memory.set(
          address,
          terms.make({ kind: 'fresh', origin: `${step.span.start}.${state.round}w`, name: address.name }),
        );
      } else {
        const name = changingNames(address).at(-1);
        if (name !== undefined) names.add(name);
      }
    }
    forget(state, names);
  }

  function isWork(step: Step): boolean {
    if (step.kind !== 'call' || step.call.callee.kind !== 'name') return false;
    const { name } = step.call.callee;
    return frame.families.allocators.has(name) || frame.families.frees.has(name) || frame.summaryOf(name) !== null;
  }
}

function isCase(step: Step): boolean {
  return 'choice' in step && step.choice !== undefined;
}
