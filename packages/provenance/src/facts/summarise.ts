import type { Frame } from '../flow/frame.ts';
import { originsOf, originsOfPath, telling } from '../flow/origins.ts';
import { reachingDefinitions } from '../flow/reaching.ts';
import { denoted } from '../paths/path-of.ts';
import { memberName, type Path } from '../paths/path.ts';
import { releasingCalls } from '../vocabulary.ts';
import { allocationOf } from './allocation-call.ts';
import { sizeOfAllocation } from './allocated-size.ts';
import type { Summary } from './summary.ts';

/** Summarises the functions of a file; repeats until callers know what their callees do. */
export function summarise(frames: readonly Frame[], summaries: Map<string, Summary>): void {
  for (let round = 0; round < 4; round++) {
    let changed = false;
    for (const frame of frames) {
      const next = summaryOf(frame);
      const before = summaries.get(frame.definition.name);
      changed ||= !before || sizeOf(before) !== sizeOf(next);
      summaries.set(frame.definition.name, next);
      // What was recognised with less knowledge is looked at again.
      frame.allocations.clear();
      frame.reaching.clear();
    }
    if (!changed) return;
  }
}

function sizeOf(summary: Summary): number {
  const { stores, releases, handles, pointers, allocates } = summary;
  return stores.size + releases.size + handles.size + pointers.size + (allocates ? 1 : 0);
}

function summaryOf(frame: Frame): Summary {
  const stores = new Set<string>();
  const releases = new Set<number>();
  const { handles, pointers } = receivers(frame);
  for (const step of frame.flow.steps) {
    if (step.kind === 'define') {
      const place = denoted(frame, step.target);
      const last = place?.path.steps[place.path.steps.length - 1];
      if (
        place?.kind === 'place' &&
        last?.kind === 'member' &&
        place.path.steps.some((one) => one.kind === 'dereference')
      )
        stores.add(last.name);
    }
    if (step.kind !== 'call' || step.call.callee.kind !== 'name') continue;
    const callee = frame.context.summaries.get(step.call.callee.name);
    if (callee && step.call.callee.name !== frame.definition.name) {
      for (const member of callee.stores) stores.add(member);
      for (const member of callee.handles) handles.add(member);
      for (const member of callee.pointers) pointers.add(member);
    }
    const positions = [...(callee?.releases ?? [])];
    const known = releasingCalls.get(step.call.callee.name);
    if (known !== undefined) positions.push(known);
    for (const position of positions) {
      const argument = step.call.arguments[position];
      const place = argument && denoted(frame, argument);
      const parameter = place?.kind === 'place' ? unchangedParameter(frame, place.path, step.id) : null;
      if (parameter !== null) releases.add(parameter);
    }
  }
  return { stores, handles, pointers, releases, allocates: allocates(frame) };
}

/** The members that the allocations of this function store their handles and pointers in. */
function receivers(frame: Frame): { handles: Set<string>; pointers: Set<string> } {
  const handles = new Set<string>();
  const pointers = new Set<string>();
  const add = (to: Set<string>, path: Path | null): void => {
    const last = path?.steps.findLast((step) => step.kind === 'member');
    if (last) to.add(memberName(last));
  };
  const calls = new Set<number>();
  for (const step of frame.flow.steps) {
    const allocation = step.kind === 'call' ? allocationOf(frame, step.call) : null;
    if (!allocation) continue;
    calls.add(allocation.call.start);
    add(handles, allocation.handle);
    add(pointers, allocation.pointer);
  }
  if (calls.size === 0) return { handles, pointers };
  for (const step of frame.flow.steps) {
    if (step.kind !== 'define' || step.operator !== '=' || !step.value) continue;
    const place = denoted(frame, step.target);
    if (place?.kind !== 'place' || place.path.steps.length === 0) continue;
    const origins = originsOf(frame, step.value, step.id);
    if (origins.some((origin) => origin.kind === 'allocation' && calls.has(origin.call))) add(pointers, place.path);
  }
  return { handles, pointers };
}

/** The position of the parameter whose value `path` still is, or null. */
export function unchangedParameter(frame: Frame, path: Path, at: number): number | null {
  if (path.root.kind !== 'variable' || path.steps.length > 0) return null;
  const variable = frame.flow.variables[path.root.id];
  const definitions = reachingDefinitions(frame, path, at);
  if (definitions.length !== 1) return null;
  const [definition] = definitions;
  if (variable?.kind === 'parameter') return definition!.kind === 'entry' ? variable.position : null;
  if (definition!.kind !== 'value' || definition!.rest.length > 0) return null;
  const source = denoted(frame, definition!.value);
  return source?.kind === 'place' ? unchangedParameter(frame, source.path, definition!.step) : null;
}

function allocates(frame: Frame): Summary['allocates'] {
  for (const step of frame.flow.steps) {
    if (step.kind !== 'call') continue;
    const allocation = allocationOf(frame, step.call);
    if (!allocation) continue;
    const handle = allocation.handle && pointedParameter(frame, allocation.handle, step.id);
    if (handle === null) continue;
    const sizePlace = allocation.size && denoted(frame, allocation.size);
    const size = sizePlace?.kind === 'place' ? unchangedParameter(frame, sizePlace.path, step.id) : null;
    const pointer = allocation.pointer
      ? pointedParameter(frame, allocation.pointer, step.id)
      : returnsCall(frame, step.call.start)
        ? null
        : storedTo(frame, step.call.start);
    if (pointer === undefined) continue;
    const sizeTemplate = size === null ? sizeOfAllocation(frame, allocation, step.id) : null;
    return { size, sizeTemplate, handle, pointer };
  }
  return null;
}

/** For a path that is exactly `*parameter`: its position. */
function pointedParameter(frame: Frame, path: Path, at: number): number | null {
  const [only] = path.steps;
  if (path.steps.length !== 1 || only?.kind !== 'dereference') return null;
  return unchangedParameter(frame, { root: path.root, steps: [] }, at);
}

function returnsCall(frame: Frame, call: number): boolean {
  const returned = frame.flow.steps.filter((step) => step.kind === 'return');
  const values = returned.flatMap((step) => (step.value ? originsOf(frame, step.value, step.id) : []));
  return (
    values.some((origin) => origin.kind === 'allocation' && origin.call === call) &&
    values.every(
      (origin) =>
        origin.kind === 'null' ||
        origin.kind === 'uninitialised' ||
        (origin.kind === 'allocation' && origin.call === call),
    )
  );
}

function storedTo(frame: Frame, call: number): number | undefined {
  for (const step of frame.flow.steps) {
    if (step.kind !== 'define' || !step.value || step.operator !== '=') continue;
    const place = denoted(frame, step.target);
    if (place?.kind !== 'place') continue;
    const parameter = pointedParameter(frame, place.path, step.id);
    if (parameter === null) continue;
    if (originsOf(frame, step.value, step.id).some((origin) => origin.kind === 'allocation' && origin.call === call))
      return parameter;
  }
  return undefined;
}

/** Whether the place may hold the handle of the allocation at `call` just before `at`, and nothing else that is known. */
export function holdsHandle(frame: Frame, path: Path, call: number, at: number): boolean {
  const origins = telling(originsOfPath(frame, path, at));
  return origins.length === 1 && origins[0]!.kind === 'handle' && origins[0]!.call === call;
}
