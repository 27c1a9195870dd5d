import type { Expression } from '@freehandle/c-source';
import { subexpressions } from '@freehandle/c-source';
import type { Path } from '../paths/path.ts';
import { denoted } from '../paths/path-of.ts';
import { look, variableAt, type Frame } from './frame.ts';
import { changedBetween } from './changed.ts';
import { effectsOn, type Definition } from './reaching.ts';
import { formsOf } from './canonical.ts';

/** The paths that the meaning of `path` rests on besides itself: its root variable and the variables of its indices. */
export function supportsOf(frame: Frame, path: Path): readonly Path[] {
  // A member of a struct that is a variable rests on nothing; one reached through a pointer rests on the pointer.
  const isPointer = path.steps[0]?.kind === 'dereference' || path.steps[0]?.kind === 'index';
  const supports: Path[] = path.root.kind === 'variable' && isPointer ? [{ root: path.root, steps: [] }] : [];
  for (const step of path.steps) if (step.kind === 'index' && step.index) supports.push(...placesIn(frame, step.index));
  return supports;
}

/** The places that an expression reads. */
export function placesIn(frame: Frame, expression: Expression): readonly Path[] {
  const place = ['name', 'member', 'index', 'dereference'].includes(expression.kind)
    ? denoted(frame, expression)
    : null;
  if (place?.kind === 'place') return [place.path];
  return subexpressions(expression).flatMap((part) => placesIn(frame, part));
}

/** What changes the value or the meaning of `path` on a way from one step to another, or null; calls come last. */
export function disturbedBetween(
  frame: Frame,
  path: Path,
  from: number,
  to: number,
  within: ReadonlySet<number> | null = null,
): Definition | null {
  let called: Definition | null = null;
  for (const one of [path, ...supportsOf(frame, path)]) {
    const change = changedBetween(frame, one, from, to, within);
    if (change && change.kind !== 'called') return change;
    called ??= change;
  }
  return called;
}

/** Whether control can get from `from` to `to` without a step that redefines what `path` rests on. */
export function reachesUndisturbed(frame: Frame, path: Path, from: number, to: number): boolean {
  const supports = supportsOf(frame, path).filter((support) => support.root.kind === 'variable');
  if (path.root.kind === 'global' && path.steps[0]?.kind === 'dereference')
    supports.push({ root: path.root, steps: [] });
  const effects = supports.map((support) => effectsOn(frame, support));
  const seen = new Uint8Array(frame.flow.steps.length);
  const pending = frame.flow.steps[from]!.next.map((edge) => edge.to);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (id === to) return true;
    if (seen[id]) continue;
    look(frame);
    seen[id] = 1;
    const step = frame.flow.steps[id]!;
    if (effects.some((effectOf) => effectOf(step)?.certain)) continue;
    for (const edge of step.next) pending.push(edge.to);
  }
  return false;
}

/** Whether every variable that a path names is visible at an offset under the same name. */
export function isVisible(frame: Frame, path: Path, offset: number): boolean {
  if (path.root.kind === 'variable' && variableAt(frame, path.root.name, offset)?.id !== path.root.id) return false;
  if (path.root.kind === 'global' && variableAt(frame, path.root.name, offset)) return false;
  return path.steps.every((step) => step.kind !== 'index' || !step.index || namesVisible(frame, step.index, offset));
}

function namesVisible(frame: Frame, expression: Expression, offset: number): boolean {
  if (expression.kind === 'name') {
    const here = variableAt(frame, expression.name, expression.start);
    return variableAt(frame, expression.name, offset)?.id === here?.id;
  }
  return subexpressions(expression).every((part) => namesVisible(frame, part, offset));
}

/** The forms of a path at a step that can be written there: those with copies followed only while nothing changed since. */
export function writableForms(frame: Frame, path: Path, at: number, offset: number): readonly Path[] {
  const [own, ...copies] = formsOf(frame, path, at);
  const kept = copies.filter((copy) => {
    if (!isVisible(frame, copy, offset)) return false;
    const definition = frame.flow.steps.find(
      (step) => step.kind === 'define' && step.id < at && step.value && sameRoot(frame, step.value, copy),
    );
    return definition
      ? !supportsOf(frame, copy).some((support) => changedBetween(frame, support, definition.id, at))
      : false;
  });
  return own ? [own, ...kept] : kept;
}

function sameRoot(frame: Frame, value: Expression, path: Path): boolean {
  const source = denoted(frame, value);
  return source !== null && source.path.root.kind === path.root.kind && source.path.root.name === path.root.name;
}

/** Whether control can get from `from` to `to` without passing `avoided`; with `within`, over those steps only. */
export function reachesAvoiding(
  frame: Frame,
  from: number,
  to: number,
  avoided: number,
  within: ReadonlySet<number> | null = null,
): boolean {
  const seen = new Uint8Array(frame.flow.steps.length);
  seen[avoided] = 1;
  const pending = frame.flow.steps[from]!.next.map((edge) => edge.to);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen[id] || (within && !within.has(id))) continue;
    look(frame);
    if (id === to) return true;
    seen[id] = 1;
    for (const edge of frame.flow.steps[id]!.next) pending.push(edge.to);
  }
  return false;
}
