import type { Frame } from '../flow/frame.ts';
import type { Expression } from '@freehandle/c-source';
import { denoted } from '../paths/path-of.ts';
import type { Path } from '../paths/path.ts';

/** Whether the place is a part of a struct of the function itself that no other function can come to know. */
export function isInTemporary(frame: Frame, path: Path): boolean {
  const [first] = path.steps;
  if (path.root.kind !== 'variable' || first?.kind !== 'member') return false;
  const { id } = path.root;
  const variable = frame.flow.variables[id];
  if (!variable || variable.kind !== 'local' || variable.type.pointers > 0 || variable.type.arrays > 0) return false;
  const isWhole = (expression: Expression): boolean => {
    const place = denoted(frame, expression);
    return place?.path.root.kind === 'variable' && place.path.root.id === id && place.path.steps.length === 0;
  };
  return !frame.flow.steps.some((step) => {
    if (step.kind === 'define') return step.value !== null && isWhole(step.value);
    if (step.kind === 'return') return step.value !== null && isWhole(step.value);
    return step.kind === 'call' && step.call.arguments.some(isWhole);
  });
}
