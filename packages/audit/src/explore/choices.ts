import { type Expression, type Span, type Statement } from '@freehandle/c-source';
import { mayGiveUp } from '../kernel/releases.ts';
import { everyExpressionIn, everyStatement } from '../scan/statements.ts';
import type { Term } from '../terms/term.ts';
import { mayReach } from './opaque-call.ts';
import { addressOf, valueOf } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { mayBeSame } from './release.ts';
import { holdersOf, lastName, type State } from './state.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** One way through an `if` that goes on after it, and the calls in it. */
interface Arm {
  readonly span: Span;
  readonly calls: readonly Call[];
}

/** An `if` with an arm that calls something. */
export interface Choice {
  readonly condition: Span;
  readonly arms: readonly Arm[];
}

/** The `if`s of a function that choose whether, or how, something is done, and go on either way. */
export function choicesOf(body: readonly Statement[]): readonly Choice[] {
  const found: Choice[] = [];
  for (const statement of everyStatement(body)) {
    if (statement.kind !== 'if') continue;
    const arms = [statement.then, ...(statement.otherwise ? [statement.otherwise] : [])]
      .filter((arm) => !leaves(arm))
      .map((arm) => ({ span: arm, calls: everyExpressionIn([arm]).filter((one) => one.kind === 'call') }))
      .filter(({ calls }) => calls.length > 0);
    if (arms.length > 0) found.push({ condition: statement.condition, arms });
  }
  return found;
}

/** Whether control may go elsewhere than to what follows; what only ends a loop of the arm does not. */
function leaves(arm: Statement): boolean {
  const own = everyStatement([arm]);
  const isEndOf = (one: Statement, outer: Statement): boolean =>
    inside(one, outer) && (outer.kind === 'loop' || (outer.kind === 'switch' && one.kind === 'break'));
  return own.some(
    (one) =>
      one.kind === 'return' ||
      one.kind === 'goto' ||
      ((one.kind === 'break' || one.kind === 'continue') && !own.some((outer) => isEndOf(one, outer))),
  );
}

/**
 * A condition of which nothing is known is taken to hold or not: what the arm that is passed by would free may not be there on
 * this way, as the condition may be just what it was allocated by. It is not certain any more.
 */
export function passBy(frame: Frame, state: State, choices: readonly Choice[], condition: Expression, to: Span): void {
  if (![...state.resources.values()].some(({ status }) => status === 'live')) return;
  for (const choice of choices) {
    if (!inside(condition, choice.condition) || inside(to, choice.condition)) continue;
    const tested = valueOf(frame, state, condition);
    for (const arm of choice.arms)
      if (!inside(to, arm.span)) for (const one of arm.calls) doubt(frame, state, one, tested);
  }
}

function inside(span: Span, outer: Span): boolean {
  return outer.start <= span.start && span.end <= outer.end;
}

/** Whether two addresses may be the same, of elements of an array whichever they are: the arm may go over them in a loop. */
function mayBeElement(a: Term, b: Term): boolean {
  return a.kind === 'element' && b.kind === 'element' ? mayBeElement(a.base, b.base) : mayBeSame(a, b);
}

/** What the call would free is not certain. */
function doubt(frame: Frame, state: State, at: Call, tested: Term): void {
  const name = at.callee.kind === 'name' ? at.callee.name : '';
  const own = frame.functions.has(name);
  const freeing = own ? undefined : frame.families.frees.get(name);
  const pointer = freeing && at.arguments[freeing.call.arguments.indexOf('vaddr')];
  const summary = own ? frame.summaryOf(name) : null;
  const givesUp =
    summary !== null
      ? (summary.outcomes?.some((one) => one.frees.length + one.gone.length > 0) ?? true)
      : !freeing && mayGiveUp(name);
  if (!pointer && !givesUp) return;
  const given = pointer ? [] : at.arguments.map((one) => valueOf(frame, state, one));
  const address = pointer ? addressOf(frame, state, pointer) : null;
  const value = pointer ? valueOf(frame, state, pointer) : null;
  // `if (p) free(p)` only tells whether there is one.
  if (value !== null && value === tested) return;
  for (const [symbol, resource] of state.resources) {
    if (resource.status !== 'live') continue;
    const isFreed =
      symbol === value ||
      (address !== null &&
        holdersOf(state, symbol).some((one) => lastName(one) === lastName(address) && mayBeElement(one, address)));
    if (isFreed || given.some((one) => mayReach(state, one, symbol)))
      state.resources.set(symbol, { ...resource, status: 'unknown' });
  }
}
