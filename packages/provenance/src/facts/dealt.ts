import { withoutCasts, type Expression } from '@freehandle/c-source';
import { formsOf } from '../flow/canonical.ts';
import type { Frame } from '../flow/frame.ts';
import { originsOf, originsOfPath, telling } from '../flow/origins.ts';
import { changedBetween } from '../flow/changed.ts';
import { stepOfCall } from '../flow/reaching.ts';
import { denoted } from '../paths/path-of.ts';
import { extend, isSamePath, type Path } from '../paths/path.ts';
import { isMoved } from './moved.ts';
import { assignmentsOf } from './assignments.ts';

/**
 * A block dealt out to several objects by a variable that is moved on after each: `b->start = p` in a loop that gets `p` a new
 * block when the one before is used up, with `p += size` after it. Only some of what is stored then is a block; which, is told
 * by what the objects are given only where `p` is new.
 */
export interface Dealt {
  /** The variable moved on. */
  readonly variable: Path;
  /** The first step that moves it on. */
  readonly moved: number;
}

/** The variable by which the pointer (or the handle) of the allocation at `call` is dealt out; null when it is not. */
export function dealtBy(
  frame: Frame,
  kind: 'allocation' | 'handle',
  value: Expression,
  call: number,
  at: number,
): Dealt | null {
  const place = denoted(frame, withoutCasts(value));
  if (place?.kind !== 'place' || place.path.root.kind !== 'variable' || place.path.steps.length > 0) return null;
  const origins = telling(originsOf(frame, value, at));
  const moves: number[] = [];
  let isMade = false;
  for (const origin of origins) {
    if (origin.kind === kind && origin.call === call) isMade = true;
    else if (movesOn(frame, origin.step, place.path)) moves.push(origin.step);
    else return null;
  }
  const allocated = stepOfCall(frame, call);
  const moved = Math.min(...moves);
  return isMade && moves.length > 0 && allocated < at && at < moved ? { variable: place.path, moved } : null;
}

/** Whether `variable` is still as the allocation at `call` gave it, whenever `step` is taken. */
export function isNewAt(frame: Frame, { variable, moved }: Dealt, call: number, step: number): boolean {
  if (step > moved) return false;
  const origins = telling(originsOfPath(frame, variable, step));
  return origins.length > 0 && origins.every((origin) => origin.kind === 'allocation' && origin.call === call);
}

/** The place also by the names that pointers to its object are given further on: `p->bus = h; b->desc = p++;`. */
export function namedLater(frame: Frame, path: Path, step: number, until: number): Path[] {
  const [first, ...rest] = path.steps;
  if (path.root.kind !== 'variable' || first?.kind !== 'dereference') return [];
  const pointer: Path = { root: path.root, steps: [] };
  return assignmentsOf(frame).flatMap((later): Path[] => {
    if (later.step <= step || later.step >= until || later.target.steps.length === 0) return [];
    const bare = withoutCasts(later.value);
    const counted = bare.kind === 'update' && bare.operand.start === bare.start ? bare : null;
    const source = denoted(frame, counted?.operand ?? bare);
    if (source?.kind !== 'place' || !isSamePath(source.path, pointer)) return [];
    // `p++` gives what `p` was before.
    const read = counted ? frame.flow.steps.findIndex((one) => one.span.start === counted.start) : later.step;
    if (changedBetween(frame, pointer, step, read) !== null) return [];
    return formsOf(frame, later.target, later.step).map((form) => extend(form, [first, ...rest]));
  });
}

function movesOn(frame: Frame, id: number, variable: Path): boolean {
  const step = frame.flow.steps[id]!;
  if (step.kind !== 'define' || !isMoved(step)) return false;
  const place = denoted(frame, step.target);
  return place?.kind === 'place' && isSamePath(place.path, variable);
}
