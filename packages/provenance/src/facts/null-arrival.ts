import { withoutCasts, type Expression } from '@freehandle/c-source';
import { look, variableAt, type Frame } from '../flow/frame.ts';
import { originsOf } from '../flow/origins.ts';
import { effectOn, isNull, reachableFrom } from '../flow/reaching.ts';
import type { Step } from '../flow/step.ts';
import { denoted, target } from '../paths/path-of.ts';
import { extend, namesMember, isSameRoot, pathKey, stepsAfter, type Path, type PathStep } from '../paths/path.ts';
import { overwritingCalls } from '../vocabulary.ts';
import { allocationOf } from './allocation-call.ts';
import { lineOf } from './line-of.ts';
import { isFailure, outcomesOf, type Outcome } from './call-outcome.ts';
import { nullTest } from './null-test.ts';

/** Why a pointer may be NULL at a free although nothing in the function says so. */
export interface NullArrival {
  readonly line: number;
  readonly what: string;
}

/** What is followed backwards: one place, or, where that has no name, any place with this last member. */
interface Subject {
  readonly path: Path | null;
  readonly member: Extract<PathStep, { kind: 'member' }> | null;
}

interface Item {
  readonly subject: Subject;
  readonly at: number;
  /** What the results of calls are known to be on this way. */
  readonly outcomes: readonly Outcome[];
}

const MAX_CALLERS = 4;
/** Longer paths are those of lists that are walked round and round. */
const MAX_STEPS = 12;

/**
 * Whether the pointer in `path` may be NULL just before `at` because its allocation failed or was not made yet, in this
 * function or in those of the file that call it. Null when no such way is seen; a function that nobody in the file
 * calls is taken to run only after all went well.
 */
export function nullArrival(frame: Frame, path: Path, at: number): NullArrival | null {
  return walk(frame, subjectOf(path), at, 0, new Set());
}

function subjectOf(path: Path): Subject {
  return { path, member: path.steps.findLast((step) => step.kind === 'member') ?? null };
}

function walk(frame: Frame, start: Subject, from: number, depth: number, seen: Set<string>): NullArrival | null {
  const pending: Item[] = [{ subject: start, at: from, outcomes: [] }];
  for (let item = pending.pop(); item; item = pending.pop()) {
    const key = `${frame.definition.start}:${item.at}:${keyOf(item.subject)}:${item.outcomes.map((one) => `${one.call}${one.isZero}`).join()}`;
    if (seen.has(key)) continue;
    look(frame);
    seen.add(key);
    for (const edge of frame.flow.steps[item.at]!.previous) {
      const step = frame.flow.steps[edge.to]!;
      let { outcomes } = item;
      const line = lineOf(frame, step.span.start);
      if (step.kind === 'branch' && edge.when !== null) {
        const tested = nullTest(step.condition, (expression) => isSubject(frame, expression, item.subject));
        if (tested === edge.when) continue;
        if (tested !== null) return { line, what: 'its allocation may have failed' };
        const known = outcomesOf(frame, step.condition, step.id, edge.when).filter((one) =>
          isMakerAt(frame, one.call, item.subject),
        );
        if (known.length > 0) outcomes = known;
      }
      const made = madeBy(frame, step, item, outcomes);
      if (made === 'made') continue;
      if (made) return made;
      if (step.kind === 'entry') {
        const arrival = beforeEntry(frame, item.subject, from, depth, seen);
        if (arrival) return arrival;
        continue;
      }
      const next = before(frame, step, item.subject);
      if (next === 'null') return { line, what: 'it is NULL there' };
      if (next === 'untested') return { line, what: 'the result of the allocation is not tested' };
      if (next) pending.push({ subject: next, at: step.id, outcomes });
    }
  }
  return null;
}

/** What becomes of the subject before `step`: another subject, a value that ends the search, or null for no answer. */
function before(frame: Frame, step: Step, subject: Subject): Subject | 'null' | 'untested' | null {
  if (step.kind === 'call') {
    const name = step.call.callee.kind === 'name' ? step.call.callee.name : '';
    const [first] = step.call.arguments;
    const pointer = first && overwritingCalls.has(name) ? denoted(frame, first) : null;
    const zeroed = pointer && subject.path && stepsAfter(target(pointer), subject.path);
    return zeroed ? 'null' : subject;
  }
  if (step.kind === 'declare') {
    return subject.path && effectOn(frame, step, subject.path) ? null : subject;
  }
  if (step.kind !== 'define') return subject;
  const place = denoted(frame, step.target);
  if (place?.kind !== 'place') return subject;
  if (matches(place.path, subject)) {
    if (step.operator !== '=' || !step.value) return null;
    return valueOf(frame, step.value);
  }
  const rest = subject.path && stepsAfter(place.path, subject.path);
  if (!rest) return subject;
  const loose = subject.member ? { path: null, member: subject.member } : null;
  const source = step.operator === '=' && step.value ? denoted(frame, step.value) : null;
  // Walking a list (`p = p->next`): some other object of the same kind.
  if (source && (isSameRoot(source.path.root, place.path.root) || rest.length > MAX_STEPS)) return loose;
  if (source?.kind === 'place' && source.path.root.kind !== 'call') {
    return { path: extend(source.path, rest), member: subject.member };
  }
  if (source?.kind === 'address' && rest[0]?.kind === 'dereference') {
    return { path: extend(source.path, rest.slice(1)), member: subject.member };
  }
  return loose;
}

function valueOf(frame: Frame, value: Expression): Subject | 'null' | 'untested' | null {
  const bare = withoutCasts(value);
  if (isNull(bare)) return 'null';
  if (bare.kind === 'assign') return valueOf(frame, bare.right);
  if (bare.kind === 'call') return allocationOf(frame, bare) ? 'untested' : null;
  const source = denoted(frame, bare);
  return source?.kind === 'place' ? subjectOf(source.path) : null;
}

/** A call that gives the subject its buffer, and whether it did on this way. */
function madeBy(frame: Frame, step: Step, item: Item, outcomes: readonly Outcome[]): NullArrival | 'made' | null {
  if (!isMaker(frame, step, item.subject)) return null;
  const callee = step.call.callee.kind === 'name' ? frame.context.functions.get(step.call.callee.name) : undefined;
  const outcome = outcomes.find((one) => one.call === step.call.start);
  if (!callee || !outcome || !isFailure(callee, outcome)) return 'made';
  return { line: lineOf(frame, step.call.start), what: `${callee.name} may have failed` };
}

function isMakerAt(frame: Frame, call: number, subject: Subject): boolean {
  return frame.flow.steps.some(
    (step) => step.kind === 'call' && step.call.start === call && isMaker(frame, step, subject),
  );
}

function isMaker(frame: Frame, step: Step, subject: Subject): step is Extract<Step, { kind: 'call' }> {
  if (step.kind !== 'call' || step.call.callee.kind !== 'name') return false;
  const allocation = allocationOf(frame, step.call);
  if (allocation) return allocation.pointer !== null && matches(allocation.pointer, subject);
  const summary = frame.context.summaries.get(step.call.callee.name);
  return Boolean(subject.member && summary && namesMember(summary.pointers, subject.member));
}

/** The function began without the subject's allocation: it makes that itself later, or its callers say. */
function beforeEntry(frame: Frame, subject: Subject, at: number, depth: number, seen: Set<string>): NullArrival | null {
  const makers = frame.flow.steps.filter(
    (step) => isMaker(frame, step, subject) || isOwnAllocation(frame, step, subject),
  );
  const [maker] = makers;
  const after = reachableFrom(frame, at);
  if (maker && !makers.some((step) => after.has(step.id))) {
    const line = lineOf(frame, frame.flow.steps[at]!.span.start);
    return { line, what: `${frame.definition.name} may not have got as far as its allocation` };
  }
  if (depth >= MAX_CALLERS) return null;
  for (const call of frame.context.callers.get(frame.definition.name) ?? []) {
    const outer = call.frame === frame ? null : inCaller(frame, subject, call.frame, call.call);
    const arrival = outer && walk(call.frame, outer, call.step, depth + 1, seen);
    if (arrival) return arrival;
  }
  return null;
}

function isOwnAllocation(frame: Frame, step: Step, subject: Subject): boolean {
  if (step.kind !== 'define' || step.operator !== '=' || !step.value) return false;
  const place = denoted(frame, step.target);
  if (place?.kind !== 'place' || !matches(place.path, subject)) return false;
  return originsOf(frame, step.value, step.id).some((origin) => origin.kind === 'allocation');
}

/** The subject in terms of a caller. */
function inCaller(
  frame: Frame,
  subject: Subject,
  caller: Frame,
  call: Extract<Expression, { kind: 'call' }>,
): Subject | null {
  const { path, member } = subject;
  const loose = member ? { path: null, member } : null;
  if (!path) return loose;
  if (path.root.kind === 'global') return variableAt(caller, path.root.name, call.start) ? loose : subject;
  const variable = path.root.kind === 'variable' ? frame.flow.variables[path.root.id] : undefined;
  const argument = variable?.kind === 'parameter' ? call.arguments[variable.position] : undefined;
  const given = argument && denoted(caller, argument);
  if (!given) return loose;
  if (given.kind === 'place')
    return given.path.root.kind === 'call' ? loose : { path: extend(given.path, path.steps), member };
  return path.steps[0]?.kind === 'dereference' ? { path: extend(given.path, path.steps.slice(1)), member } : loose;
}

function isSubject(frame: Frame, expression: Expression, subject: Subject): boolean {
  const place = denoted(frame, expression);
  return place?.kind === 'place' && matches(place.path, subject);
}

function matches(path: Path, subject: Subject): boolean {
  if (subject.path && pathKey(path) === pathKey(subject.path)) return true;
  // Another name of the object, or of one of its kind: what happens to its member is taken to happen to this one.
  const last = path.steps[path.steps.length - 1];
  return (
    subject.member !== null &&
    last?.kind === 'member' &&
    namesMember([`${subject.member.owner}.${subject.member.name}`], last)
  );
}

function keyOf(subject: Subject): string {
  return subject.path ? pathKey(subject.path) : `.${subject.member?.owner}.${subject.member?.name}`;
}
