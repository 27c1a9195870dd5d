import type { Frame } from '../flow/frame.ts';
import { originsOf, originsOfPath, telling } from '../flow/origins.ts';
import { reachesAvoiding } from '../flow/reach.ts';
import { changedBetween } from '../flow/changed.ts';
import { reachableFrom } from '../flow/reaching.ts';
import { denoted, textOf } from '../paths/path-of.ts';
import type { Path } from '../paths/path.ts';
import { allocationOf, type AllocationCall } from './allocation-call.ts';
import { assignmentsOf, targetText } from './assignments.ts';
import { lineOf } from './line-of.ts';
import type { ParameterPlace } from '../paths/parameter-place.ts';
import { parameterPlace } from './in-terms-of-parameters.ts';
import { sizeTemplateOf, sizingOf } from './sizing.ts';
import type { Handout } from './summary.ts';

/** What the function allocates for its callers; null when it does not, or when its allocations disagree. */
export function handoutOf(frame: Frame): Handout | null {
  const found: Handout[] = [];
  const handed = new Set<number>();
  const overwritten = new Set<number>();
  for (const step of frame.calls) {
    const allocation = allocationOf(frame, step.call);
    if (!allocation) continue;
    const out = pointerOut(frame, allocation, step.id);
    const handle = out && handleOut(frame, allocation, step.id, out.at);
    if (!out || !handle) continue;
    const template = sizeTemplateOf(frame, allocation, step.id);
    const size = template && sizingOf(frame, template);
    const doubt = allocation.doubt ?? out.doubt ?? handle.doubt ?? size?.doubt ?? null;
    found.push({ size, handle: handle.place, pointer: out.pointer, isRelative: allocation.isRelative, doubt });
    handed.add(allocation.call.start);
    if (handle.then !== null) overwritten.add(handle.then);
  }
  const own = found.filter((one) => !one.isRelative);
  const [first, ...others] = own.length > 0 ? own : found;
  // The handle of an allocation that stays inside is not the one handed out.
  if (!first || [...overwritten].some((call) => !handed.has(call)) || others.some((other) => !agree(first, other)))
    return null;
  return { ...first, doubt: found.find((one) => one.doubt !== null)?.doubt ?? null };
}

function agree(a: Handout, b: Handout): boolean {
  const key = ({ size, handle, pointer }: Handout) =>
    JSON.stringify([size?.text.replace(/\s+/g, ''), size?.leaves.map((one) => one.place), handle, pointer]);
  return key(a) === key(b);
}

interface Out {
  readonly pointer: ParameterPlace | null;
  /** The steps that hand it out. */
  readonly at: readonly number[];
  readonly doubt: string | null;
}

function pointerOut(frame: Frame, allocation: AllocationCall, step: number): Out | null {
  if (allocation.pointer) {
    const pointer = pointed(frame, allocation.pointer, step);
    return pointer && { pointer, at: [step], doubt: null };
  }
  const { start } = allocation.call;
  const returned = returnedBy(frame, start);
  if (returned) return returned;
  for (const assignment of assignmentsOf(frame)) {
    const place = pointed(frame, assignment.target, assignment.step);
    if (!place) continue;
    const origins = telling(originsOf(frame, assignment.value, assignment.step));
    if (!origins.some((origin) => origin.kind === 'allocation' && origin.call === start)) continue;
    const other = origins.find((origin) => origin.kind !== 'allocation');
    return { pointer: place, at: [assignment.step], doubt: other ? otherDoubt(frame, other.step) : null };
  }
  return null;
}

/** For a path that is exactly `*parameter`: its place. */
function pointed(frame: Frame, path: Path, at: number): ParameterPlace | null {
  if (path.steps.length !== 1 || path.steps[0]?.kind !== 'dereference') return null;
  const place = parameterPlace(frame, path, at);
  return place?.steps.length === 1 ? place : null;
}

function returnedBy(frame: Frame, call: number): Out | null {
  const at: number[] = [];
  let doubt: string | null = null;
  for (const step of frame.flow.steps) {
    if (step.kind !== 'return' || !step.value) continue;
    const origins = telling(originsOf(frame, step.value, step.id));
    if (origins.some((origin) => origin.kind === 'allocation' && origin.call === call)) at.push(step.id);
    const other = origins.find((origin) => origin.kind !== 'allocation');
    if (other?.kind === 'handle') return null;
    if (other) doubt ??= otherDoubt(frame, other.step);
  }
  return at.length > 0 ? { pointer: null, at, doubt } : null;
}

function otherDoubt(frame: Frame, step: number): string {
  const { span } = frame.flow.steps[step]!;
  const where = `${frame.context.file}:${lineOf(frame, span.start)}`;
  return `${frame.definition.name} may hand out something else too: ${textOf(frame, span)} (${where})`;
}

/** The place of a parameter that holds the handle when the function returns. */
function handleOut(
  frame: Frame,
  allocation: AllocationCall,
  step: number,
  outs: readonly number[],
): { readonly place: ParameterPlace; readonly doubt: string | null; readonly then: number | null } | null {
  if (allocation.handle) {
    const place = parameterPlace(frame, allocation.handle, step);
    if (place && place.steps.length > 0) {
      const then = after(frame, allocation.handle, step);
      return then === 'moved' ? null : { place, doubt: null, then };
    }
  }
  for (const assignment of assignmentsOf(frame)) {
    const { step: at, target, value } = assignment;
    const source = denoted(frame, value);
    if (source?.kind !== 'place') continue;
    const origins = telling(originsOfPath(frame, source.path, at));
    const [only] = origins;
    if (origins.length !== 1 || only?.kind !== 'handle' || only.call !== allocation.call.start) continue;
    const place = parameterPlace(frame, target, at);
    const then = place && place.steps.length > 0 ? after(frame, target, at) : 'moved';
    if (!place || then === 'moved') continue;
    const isMissed = outs.some((out) =>
      reachableFrom(frame, at).has(out) ? reachesAvoiding(frame, step, out, at) : reachesAvoiding(frame, out, 1, at),
    );
    const doubt = isMissed
      ? `${frame.definition.name} does not set ${targetText(frame, assignment)} on every way`
      : null;
    return { place, doubt, then };
  }
  return null;
}

/** What becomes of the place after `step`: kept (null), given the handle of the allocation at that offset, or moved. */
function after(frame: Frame, path: Path, step: number): number | 'moved' | null {
  const change = changedBetween(frame, path, step, 1);
  if (change === null || change.kind === 'called') return null;
  return change.kind === 'handle' ? change.call : 'moved';
}
