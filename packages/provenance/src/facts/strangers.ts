import type { Expression } from '@freehandle/c-source';
import { formsOf } from '../flow/canonical.ts';
import { look, type Frame } from '../flow/frame.ts';
import { reachableFrom } from '../flow/reaching.ts';
import type { Step } from '../flow/step.ts';
import { denoted, target } from '../paths/path-of.ts';
import { stepsAfter, type Path } from '../paths/path.ts';
import { isPureCall, overwritingCalls, privateDataOf, readingCalls, releasingCalls } from '../vocabulary.ts';
import { allocationOf } from './allocation-call.ts';
import { endOf } from './store-facts.ts';
import type { Reads } from './facts.ts';

/** The name under which a call through a pointer goes. */
export const THROUGH_POINTER = '';

/**
 * The functions of other files, or called through pointers, that are given the object that `path` is a part of on a way
 * between the two steps: whether one of them stores to it, other files tell. Null when the place is no part of an object.
 */
export function strangersBetween(
  frame: Frame,
  path: Path,
  from: number,
  to: number,
  within: ReadonlySet<number> | null,
): Reads | null {
  const end = endOf(path);
  if (!end) return null;
  const forms = formsOf(frame, path, from);
  const after = reachableFrom(frame, from);
  const names = new Set<string>();
  const seen = new Set<number>([from]);
  const pending = frame.flow.steps[to]!.previous.map((edge) => edge.to);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    look(frame);
    seen.add(id);
    if (!after.has(id) || (within && !within.has(id))) continue;
    const step = frame.flow.steps[id]!;
    const name = step.kind === 'call' ? strangerIn(frame, step, forms) : null;
    if (name !== null) names.add(name);
    pending.push(...step.previous.map((edge) => edge.to));
  }
  return names.size > 0 ? { ...end, given: [...names] } : null;
}

/** The function called when it is not of this file and is given an object that one of the forms is a part of. */
function strangerIn(frame: Frame, { call }: Extract<Step, { kind: 'call' }>, forms: readonly Path[]): string | null {
  if (allocationOf(frame, call) || !isGiven(frame, call, forms)) return null;
  const { callee } = call;
  if (callee.kind !== 'name') return THROUGH_POINTER;
  const { name } = callee;
  const isPointer = frame.context.unit.prototypes.some((one) => one.name === name && one.isPointer);
  if (isPointer || frame.byName.has(name) || frame.context.globals.has(name)) return THROUGH_POINTER;
  const isKnown =
    [overwritingCalls, readingCalls, releasingCalls, privateDataOf].some((names) => names.has(name)) ||
    [frame.context.functions, frame.context.macros].some((names) => names.has(name));
  return isKnown || isPureCall(name) || name === frame.context.api.free.name ? null : name;
}

function isGiven(
  frame: Frame,
  { arguments: args }: Extract<Expression, { kind: 'call' }>,
  forms: readonly Path[],
): boolean {
  return args.some((argument) => {
    const pointer = denoted(frame, argument);
    if (!pointer) return false;
    const object = target(pointer);
    // A variable of the whole file is known to others without being given to them.
    return forms.some((form) => (stepsAfter(object, form)?.length ?? 0) > 0);
  });
}
