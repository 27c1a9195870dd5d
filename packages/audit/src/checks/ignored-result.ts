import { everyExpression, withoutCasts, type Expression } from '@freehandle/c-source';
import { sourceText, type Frame } from '../explore/frame.ts';
import { lastName, type Resource, type State } from '../explore/state.ts';
import { everyStatement } from '../scan/statements.ts';
import { endingOf, uncheckedKey } from './evidence.ts';
import type { Outcome, Summary } from '../summaries/summary.ts';
import { ZERO } from '../terms/sign.ts';
import { objectOf, type Term } from '../terms/term.ts';

/** A function says by its result that an allocation in it has failed, and the caller does not look at it. */
export function checkIgnored(frame: Frame, state: State, { name, outcomes }: Summary, offset: number): void {
  const { returns } = frame.functions.get(name)!;
  const failed = (outcomes ?? []).find((one) => one.failedFor !== null)?.failedFor;
  if (!failed || returns.pointers > 0 || returns.base === 'void') return;
  const { returns: own } = frame.definition;
  if (own.base === 'void' && own.pointers === 0) return;
  const good = (outcomes ?? []).filter(isGood);
  if (good.length === 0 || !good.every((one) => leaves(frame, one, failed))) return;
  frame.suspect({
    rule: 'R5',
    severity: 'warning',
    offset,
    onlyWith: goesWell(offset),
    message: `the result of ${name} is not looked at: that ${failed.call} fails in it stays unknown to ${frame.definition.name}`,
    trail: { before: state.trail, offset, what: `${name} is called, and goes on the same when ${failed.call} fails` },
    key: uncheckedKey(frame.definition.name, `${offset}`),
  });
}

/** What is said where a function succeeds after a call at that offset. */
function goesWell(offset: number): string {
  return `it goes well after ${offset}`;
}

/** The calls after which the function succeeds on some path. */
export function callsThatGoWell(exits: readonly State[], definition: Frame['definition']): string[] {
  return exits.flatMap((state) =>
    endingOf(state, definition) === 'failed' ? [] : [...state.results.keys()].map(goesWell),
  );
}

/** Whether the function says that all went well. */
function isGood({ returns, facts }: Outcome): boolean {
  if (returns?.kind === 'number') return returns.value === 0;
  return facts.some(([term, signs]) => term === returns && signs === ZERO);
}

/** Whether it leaves what it has allocated in an object that it was given. */
function leaves(frame: Frame, { resources, writes }: Outcome, { site }: Resource): boolean {
  const own = resources.find((one) => one.site === site && one.status === 'live' && !one.isMadeOnce);
  const places = writes.flatMap(([address, value]) => (value === own?.symbol ? [address] : []));
  return places.some((place) => isGiven(objectOf(place))) && !places.some((place) => isAsked(frame, place));
}

/** Whether the function asks for what is there by itself. */
function isAsked({ definition }: Frame, place: Term): boolean {
  const name = lastName(place);
  return everyStatement(definition.body).some(
    (one) =>
      one.kind === 'if' &&
      everyExpression(one.condition).some(
        (part) => (part.kind === 'member' && part.member === name) || (part.kind === 'name' && part.name === name),
      ),
  );
}

function isGiven(object: Term): boolean {
  return object.kind === 'load'
    ? isGiven(objectOf(object.address))
    : object.kind === 'parameter' || object.kind === 'global';
}

/** A pointer of a step that is NULL because the function that gave it could not allocate. */
export function checkNullOfHelper(frame: Frame, state: State, expression: Expression, pointer: Expression): void {
  const text = sourceText(frame, withoutCasts(pointer));
  for (const step of frame.flow.steps) {
    if (step.kind !== 'define' || !step.value || sourceText(frame, step.target) !== text) continue;
    const from = withoutCasts(step.value);
    const name = from.kind === 'call' && from.callee.kind === 'name' ? from.callee.name : '';
    const result = state.results.get(from.start);
    if (result?.kind !== 'number' || result.value !== 0) continue;
    const failed = frame.summaryOf(name)?.outcomes?.find(isNull)?.failedFor;
    if (!failed) continue;
    tell(frame, state, expression, { name, failed, offset: from.start });
    return;
  }
}

function isNull({ returns }: { readonly returns: unknown; readonly failedFor: Resource | null }): boolean {
  return typeof returns === 'object' && returns !== null && 'value' in returns && returns.value === 0;
}

function tell(
  frame: Frame,
  state: State,
  expression: Expression,
  { name, failed, offset }: { readonly name: string; readonly failed: Resource; readonly offset: number },
): void {
  const text = sourceText(frame, expression);
  frame.suspect({
    rule: 'R5',
    severity: 'warning',
    offset: expression.start,
    message: `the result of ${name} is used without a check for NULL, which it gives when ${failed.call} fails`,
    trail: { before: state.trail, offset: expression.start, what: `\`${text}\` is used` },
    key: uncheckedKey(frame.definition.name, `${offset}`),
    isOneOfMany: true,
  });
}
