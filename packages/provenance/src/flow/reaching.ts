import { withoutCasts, type Expression } from '@freehandle/c-source';
import { allocationOf } from '../facts/allocation-call.ts';
import { assignmentsAt } from '../facts/assignments.ts';
import { denoted, target } from '../paths/path-of.ts';
import {
  isSamePath,
  isSameRoot,
  mayOverlap,
  namesMember,
  pathKey,
  stepsAfter,
  typedKey,
  type Path,
  type PathStep,
} from '../paths/path.ts';
import { overwritingCalls, printsHandle, readingCalls } from '../vocabulary.ts';
import { look, type Frame } from './frame.ts';
import type { Step } from './step.ts';

/** What gave a place the value it has. */
export type Definition =
  /** `value`, then the steps `rest` from it. */
  | { readonly kind: 'value'; readonly step: number; readonly value: Expression; readonly rest: readonly PathStep[] }
  /** The handle that the allocation at `call` stored. */
  | { readonly kind: 'handle' | 'pointer'; readonly step: number; readonly call: number }
  /** Its value when the function began. */
  | { readonly kind: 'entry'; readonly step: number }
  | { readonly kind: 'uninitialised'; readonly step: number }
  /** A function was called that may have changed it; `known` when the function is in this file and stores to such a member. */
  | { readonly kind: 'called'; readonly step: number; readonly what: string; readonly known: boolean }
  /** Changed in a way that is not followed: `+=`, `++`, an out-argument, zeroed. */
  | { readonly kind: 'changed'; readonly step: number; readonly what: string };

/** A definition and whether it certainly replaces the one before. */
export interface Effect {
  readonly certain: boolean;
  readonly definition: Definition;
}

/** What each step does to the value of a path, or null when it leaves it alone. */
export type Effects = (step: Step) => Effect | null;

/**
 * The effects on `path`, each found out once for all who ask in this frame; not those on elements, which rest on where
 * their indices are written.
 */
export function effectsOn(frame: Frame, path: Path): Effects {
  if (path.steps.some((step) => step.kind === 'index')) return (step) => effectOn(frame, step, path);
  const key = typedKey(path);
  const known = frame.effects.get(key);
  if (known) return known;
  const found: (Effect | null)[] = [];
  const effects: Effects = (step) => {
    const effect = found[step.id];
    return effect === undefined ? (found[step.id] = effectOn(frame, step, path)) : effect;
  };
  frame.effects.set(key, effects);
  return effects;
}

/** What `step` does to the value of `path`, or null when it leaves it alone. */
export function effectOn(frame: Frame, step: Step, path: Path): Effect | null {
  switch (step.kind) {
    case 'entry':
      return { certain: true, definition: { kind: 'entry', step: step.id } };
    case 'declare': {
      const declared = path.root.kind === 'variable' && path.root.id === step.variable.id;
      if (!declared) return null;
      const kind = step.variable.kind === 'static' ? 'entry' : 'uninitialised';
      // An array or a struct declared in place is not a pointer: its parts come into existence here too.
      return { certain: true, definition: { kind, step: step.id } };
    }
    case 'define':
      return defineEffect(frame, step, path);
    case 'call':
      return callEffect(frame, step, path);
    default:
      return null;
  }
}

function defineEffect(frame: Frame, step: Extract<Step, { kind: 'define' }>, path: Path): Effect | null {
  const place = denoted(frame, step.target);
  if (place?.kind !== 'place') return null;
  if (!isSameRoot(place.path.root, path.root)) return null;
  const rest = stepsAfter(place.path, path);
  if (rest) {
    // `p++` makes p's target another object; an iterator macro makes p itself another pointer.
    if ((rest.length > 0 && !step.value) || (step.operator === '=' && !step.value)) {
      return { certain: true, definition: { kind: 'entry', step: step.id } };
    }
    if (step.operator !== '=' || !step.value) {
      return { certain: true, definition: { kind: 'changed', step: step.id, what: step.operator } };
    }
    return { certain: true, definition: { kind: 'value', step: step.id, value: step.value, rest } };
  }
  if (!mayOverlap(place.path, path)) return null;
  if (step.operator !== '=' || !step.value)
    return { certain: false, definition: { kind: 'changed', step: step.id, what: step.operator } };
  return { certain: false, definition: { kind: 'value', step: step.id, value: step.value, rest: [] } };
}

function callEffect(frame: Frame, step: Extract<Step, { kind: 'call' }>, path: Path): Effect | null {
  const allocation = allocationOf(frame, step.call);
  if (allocation) {
    for (const [kind, place] of [
      ['handle', allocation.handle],
      ['pointer', allocation.pointer],
    ] as const) {
      if (!place) continue;
      if (isSamePath(place, path)) return { certain: true, definition: { kind, step: step.id, call: step.call.start } };
      if (mayOverlap(place, path))
        return { certain: false, definition: { kind, step: step.id, call: step.call.start } };
    }
    return null;
  }
  for (const { target: kept, value, certain } of assignmentsAt(frame, step)) {
    if (!mayOverlap(kept, path)) continue;
    const definition: Definition = { kind: 'value', step: step.id, value, rest: [] };
    return { certain: certain && isSamePath(kept, path), definition };
  }
  const name = step.call.callee.kind === 'name' ? step.call.callee.name : '';
  const overwrites = overwritingCalls.has(name);
  const last = path.steps[path.steps.length - 1];
  for (const [position, argument] of step.call.arguments.entries()) {
    const pointer = denoted(frame, argument);
    if (!pointer || !isSameRoot(pointer.path.root, path.root) || isOnlyRead(frame, step.call, position)) continue;
    const pointed = target(pointer);
    if (pointer.kind === 'address' && isSamePath(pointed, path)) {
      return { certain: overwrites, definition: { kind: 'changed', step: step.id, what: name } };
    }
    if (overwrites && argument === step.call.arguments[0] && stepsAfter(pointed, path)) {
      return { certain: true, definition: { kind: 'changed', step: step.id, what: name } };
    }
    // Handing a struct of this function to another one may fill it in.
    if (
      pointer.kind === 'address' &&
      pointed.root.kind === 'variable' &&
      stepsAfter(pointed, path)?.length &&
      !path.steps.some((s) => s.kind === 'dereference')
    ) {
      return { certain: false, definition: { kind: 'called', step: step.id, what: name, known: false } };
    }
  }
  const summary = frame.context.summaries.get(name);
  if (isStatic(frame, path) && reenteringCalls(frame).has(name)) {
    return { certain: false, definition: { kind: 'called', step: step.id, what: name, known: true } };
  }
  if (!last && path.root.kind === 'global' && summary?.globals.has(path.root.name)) {
    return { certain: false, definition: { kind: 'called', step: step.id, what: name, known: true } };
  }
  if (
    last?.kind === 'member' &&
    summary &&
    (namesMember(summary.stores.get(last.name) ?? [], last) || namesMember(summary.handles, last))
  ) {
    return { certain: false, definition: { kind: 'called', step: step.id, what: name, known: true } };
  }
  return null;
}

/** Whether the place is a variable, or a part of one, that all runs of its function share. */
function isStatic(frame: Frame, { root, steps }: Path): boolean {
  if (root.kind !== 'variable' || steps.some((step) => step.kind === 'dereference')) return false;
  return frame.flow.variables[root.id]?.kind === 'static';
}

/** The function itself and those of the file that call it, directly or not. */
function reenteringCalls(frame: Frame): ReadonlySet<string> {
  const { callers } = frame.context;
  if (frame.reentering) return frame.reentering;
  const found = new Set<string>([frame.definition.name]);
  const pending = [frame.definition.name];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const { frame: caller } of callers.get(name) ?? []) {
      if (found.has(caller.definition.name)) continue;
      found.add(caller.definition.name);
      pending.push(caller.definition.name);
    }
  }
  if (callers.size > 0) frame.reentering = found;
  return found;
}

/** Whether the function called is known to read, not to store, what its argument at `position` points to. */
export function isOnlyRead(frame: Frame, call: Extract<Expression, { kind: 'call' }>, position: number): boolean {
  const name = call.callee.kind === 'name' ? call.callee.name : '';
  if (readingCalls.get(name) === position) return true;
  const [first, argument] = [call.arguments[0]!, call.arguments[position]!];
  return position > 0 && printsHandle.test(frame.context.source.text.slice(first.start, argument.start));
}

/** The definitions of `path` that reach the point just before `at`, nearest first; each step at most once. */
export function reachingDefinitions(frame: Frame, path: Path, at: number): readonly Definition[] {
  const key = `${at}:${pathKey(path)}`;
  const known = frame.reaching.get(key);
  if (known) return known;
  const effectOf = effectsOn(frame, path);
  const found: Definition[] = [];
  const seen = new Uint8Array(frame.flow.steps.length);
  const pending = frame.flow.steps[at]!.previous.map((edge) => edge.to);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen[id]) continue;
    look(frame);
    seen[id] = 1;
    const step = frame.flow.steps[id]!;
    const effect = effectOf(step);
    if (effect) found.push(effect.definition);
    if (effect?.certain) continue;
    for (const edge of step.previous) pending.push(edge.to);
  }
  found.sort((a, b) => b.step - a.step);
  frame.reaching.set(key, found);
  return found;
}

/** The steps that control can get to from `from`, which itself is among them only through a loop. */
export function reachableFrom(frame: Frame, from: number): ReadonlySet<number> {
  const known = frame.reachable.get(from);
  if (known) return known;
  const seen = new Set<number>();
  const pending = frame.flow.steps[from]!.next.map((edge) => edge.to);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    look(frame);
    seen.add(id);
    for (const edge of frame.flow.steps[id]!.next) pending.push(edge.to);
  }
  frame.reachable.set(from, seen);
  return seen;
}

/** The step that evaluates the call at this offset. */
export function stepOfCall(frame: Frame, callStart: number): number {
  return frame.flow.steps.findIndex((step) => step.kind === 'call' && step.call.start === callStart);
}

/** Whether the expression is a null pointer or zero. */
export function isNull(expression: Expression): boolean {
  const bare = withoutCasts(expression);
  return (
    (bare.kind === 'name' && bare.name === 'NULL') || (bare.kind === 'number' && /^0(?:x0)?[uUlL]*$/.test(bare.text))
  );
}
