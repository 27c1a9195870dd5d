import { forget, type Frame } from '../flow/frame.ts';
import { originsOf } from '../flow/origins.ts';
import { reachesAvoiding } from '../flow/reach.ts';
import { denoted } from '../paths/path-of.ts';
import { memberName, type Path } from '../paths/path.ts';
import { releasingCalls } from '../vocabulary.ts';
import { allocationOf } from './allocation-call.ts';
import { assignmentsOf } from './assignments.ts';
import { narrowType } from './place-template.ts';
import { handoutOf } from './handout.ts';
import { parameterPlace, unchangedParameter } from './in-terms-of-parameters.ts';
import type { Kept, Summary } from './summary.ts';

/** Summarises the functions of a file; repeats, with those that call what changed, until callers know what their callees do. */
export function summarise(frames: readonly Frame[], summaries: Map<string, Summary>): void {
  const callers = new Map<string, Set<Frame>>();
  for (const frame of frames) {
    for (const step of frame.calls) {
      if (step.call.callee.kind !== 'name') continue;
      const { name } = step.call.callee;
      const known = callers.get(name);
      if (known) known.add(frame);
      else callers.set(name, new Set([frame]));
    }
  }
  const due = new Set(frames);
  for (let round = 0; round < 4 && due.size > 0; round++) {
    for (const frame of frames) {
      if (!due.delete(frame)) continue;
      const { name } = frame.definition;
      const next = summaryOf(frame);
      const before = summaries.get(name);
      summaries.set(name, next);
      // A function of which nothing is known is one that does nothing.
      if (sizeOf(next) !== (before ? sizeOf(before) : 0)) for (const caller of callers.get(name) ?? []) due.add(caller);
      // What was recognised with less knowledge is looked at again.
      forget(frame);
    }
  }
}

function sizeOf(summary: Summary): number {
  const { stores, globals, releases, handles, pointers, keeps, allocates } = summary;
  const own = allocates ? 1 + (allocates.size ? 1 : 0) + (allocates.doubt ? 0 : 1) : 0;
  const stored = [...stores.values()].reduce((sum, names) => sum + names.size, 0);
  return stored + globals.size + releases.size + handles.size + pointers.size + keeps.length + own;
}

function summaryOf(frame: Frame): Summary {
  const globals = new Set<string>();
  const stores = new Map<string, Set<string>>();
  const store = (member: string, name: string) => {
    const names = stores.get(member);
    if (names) names.add(name);
    else stores.set(member, new Set([name]));
  };
  const releases = new Set<number>();
  const { handles, pointers } = receivers(frame);
  for (const step of frame.flow.steps) {
    if (step.kind === 'define') {
      const place = denoted(frame, step.target);
      const last = place?.path.steps[place.path.steps.length - 1];
      if (place?.kind === 'place' && last?.kind === 'member' && isElsewhere(place.path))
        store(last.name, memberName(last));
      if (place?.kind === 'place') noteGlobal(place.path, globals);
    }
    if (step.kind !== 'call') continue;
    const allocation = allocationOf(frame, step.call);
    for (const path of [allocation?.handle, allocation?.pointer]) if (path) noteGlobal(path, globals);
    if (step.call.callee.kind !== 'name') continue;
    const callee = frame.context.summaries.get(step.call.callee.name);
    if (callee && step.call.callee.name !== frame.definition.name) {
      for (const name of callee.globals) globals.add(name);
      for (const [member, names] of callee.stores) for (const name of names) store(member, name);
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
  return { stores, globals, handles, pointers, releases, keeps: keeps(frame), allocates: handoutOf(frame) };
}

/** Whether a place is not a part of a local. */
function isElsewhere(path: Path): boolean {
  return path.root.kind === 'global' || path.steps.some((one) => one.kind === 'dereference');
}

function noteGlobal(path: Path, globals: Set<string>): void {
  if (path.steps.length === 0 && path.root.kind === 'global') globals.add(path.root.name);
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
  for (const step of frame.calls) {
    const allocation = allocationOf(frame, step.call);
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

const MAX_KEEPS = 40;

/** The parameters that the function stores as they came in, in members of what its parameters point to. */
function keeps(frame: Frame): Kept[] {
  const found: Kept[] = [];
  for (const { step, target, value, narrow, written } of assignmentsOf(frame)) {
    if (found.length >= MAX_KEEPS) break;
    if (target.steps.findLast((one) => one.kind !== 'index')?.kind !== 'member') continue;
    const source = denoted(frame, value);
    const parameter = source?.kind === 'place' ? unchangedParameter(frame, source.path, step) : null;
    if (parameter === null) continue;
    const place = parameterPlace(frame, target, step);
    if (!place || place.steps[0]?.kind !== 'dereference') continue;
    const always = !reachesAvoiding(frame, 0, 1, step);
    found.push({ parameter, place, always, narrow: narrow ?? (written && narrowType(frame, written)) });
  }
  return found;
}
