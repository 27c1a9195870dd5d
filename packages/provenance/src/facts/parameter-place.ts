import type { Expression } from '@freehandle/c-source';
import { formsOf } from '../flow/canonical.ts';
import type { Frame } from '../flow/frame.ts';
import { reachingDefinitions } from '../flow/reaching.ts';
import { denoted, target, textOf } from '../paths/path-of.ts';
import { extend, type Path, type PathStep } from '../paths/path.ts';

/** A place in terms of a function's parameters, as its callers can name it: a parameter and the steps from its value. */
export interface ParameterPlace {
  readonly parameter: number;
  /** An index that is a parameter itself is written `#` and its position. */
  readonly steps: readonly PathStep[];
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

/** The place in terms of the parameters, or null when it hangs on anything else. */
export function parameterPlace(frame: Frame, path: Path, at: number): ParameterPlace | null {
  for (const form of formsOf(frame, path, at)) {
    const parameter = unchangedParameter(frame, { root: form.root, steps: [] }, at);
    if (parameter === null) continue;
    const steps = form.steps.map((step) => neutral(frame, step, at));
    if (steps.every((step) => step !== null)) return { parameter, steps };
  }
  return null;
}

function neutral(frame: Frame, step: PathStep, at: number): PathStep | null {
  if (step.kind !== 'index') return step;
  if (/^(?:\d\w*|[A-Z][A-Z0-9_]*)$/.test(step.text)) return { ...step, index: null };
  const place = step.index && denoted(frame, step.index);
  const parameter = place?.kind === 'place' ? unchangedParameter(frame, place.path, at) : null;
  return parameter === null ? null : { kind: 'index', text: `#${parameter}`, index: null };
}

/** What the place is called where the function is called; null when that has no name. */
export function inCall(
  frame: Frame,
  call: Extract<Expression, { kind: 'call' }>,
  { parameter, steps }: ParameterPlace,
): Path | null {
  const argument = call.arguments[parameter];
  const given = argument && denoted(frame, argument);
  if (!given) return null;
  const own: PathStep[] = [];
  for (const step of steps) {
    const position = step.kind === 'index' && /^#\d+$/.test(step.text) ? Number(step.text.slice(1)) : null;
    const index = position === null ? null : call.arguments[position];
    if (index === undefined) return null;
    own.push(index ? { kind: 'index', text: textOf(frame, index), index } : step);
  }
  if (own.length === 0) return given.kind === 'place' ? given.path : null;
  if (own[0]!.kind === 'dereference') return extend(target(given), own.slice(1));
  return given.kind === 'place' ? extend(given.path, own) : null;
}
