import { formsOf } from '../flow/canonical.ts';
import type { Frame } from '../flow/frame.ts';
import { reachingDefinitions } from '../flow/reaching.ts';
import type { ParameterPlace } from '../paths/parameter-place.ts';
import { denoted } from '../paths/path-of.ts';
import type { Path, PathStep } from '../paths/path.ts';

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
