import type { Expression } from '@freehandle/c-source';
import { formsOf } from '../flow/canonical.ts';
import { definitionKey } from '../flow/definition-key.ts';
import { variableAt, type Frame } from '../flow/frame.ts';
import { placesIn } from '../flow/reach.ts';
import { textOf } from '../paths/path-of.ts';
import { pathKey, type Path } from '../paths/path.ts';
import { isComposite, withoutBlanks } from '../paths/spelling.ts';
import { assignmentsOf } from './assignments.ts';
import { copyTemplate } from './place-template.ts';
import type { Template } from './template.ts';

/**
 * The places that were assigned, somewhere in this function, the very expression `expression` with the same operands.
 * A constant is only taken for the same value in a member beside one of `places`.
 */
export function expressionHolders(
  frame: Frame,
  expression: Expression,
  step: number,
  places: readonly Path[],
): Template[] {
  const isConstant = ['number', 'sizeof', 'name'].includes(expression.kind);
  if (!isComposite(expression) && expression.kind !== 'call' && !isConstant) return [];
  if (expression.kind === 'name' && variableAt(frame, expression.name, expression.start)) return [];
  const text = withoutBlanks(textOf(frame, expression));
  const reads = placesIn(frame, expression);
  return assignmentsOf(frame).flatMap((candidate): Template[] => {
    if (withoutBlanks(textOf(frame, candidate.value)) !== text) return [];
    const isSame = (path: Path) => definitionKey(frame, path, candidate.step) === definitionKey(frame, path, step);
    if (!reads.every(isSame)) return [];
    if (isConstant && !places.some((place) => areBeside(frame, candidate.target, candidate.step, place, step)))
      return [];
    return [copyTemplate(frame, candidate)];
  });
}

/** The same for a size that is no argument of the call. */
export function templateHolders(frame: Frame, size: Template): Template[] {
  const text = withoutBlanks(size.text);
  const isSame = (path: Path, at: number) => definitionKey(frame, path, at) === definitionKey(frame, path, size.step);
  return assignmentsOf(frame).flatMap((candidate): Template[] => {
    if (withoutBlanks(textOf(frame, candidate.value)) !== text) return [];
    const reads = size.leaves.flatMap((leaf) => leaf.forms.slice(0, 1));
    return reads.every((path) => isSame(path, candidate.step)) ? [copyTemplate(frame, candidate)] : [];
  });
}

/** Whether `a` is a member of the object that `b` is in, or of one around it, each at its step. */
function areBeside(frame: Frame, a: Path, stepOfA: number, b: Path, stepOfB: number): boolean {
  const isMember = (path: Path) => path.steps[path.steps.length - 1]?.kind === 'member';
  const around = (path: Path, length: number) => pathKey({ root: path.root, steps: path.steps.slice(0, length) });
  const own = formsOf(frame, a, stepOfA)
    .filter(isMember)
    .map((form) => around(form, form.steps.length - 1));
  return formsOf(frame, b, stepOfB)
    .filter(isMember)
    .some((form) => form.steps.some((_step, length) => length > 0 && own.includes(around(form, length))));
}
