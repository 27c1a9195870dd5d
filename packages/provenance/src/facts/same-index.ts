import { definitionKey } from '../flow/definition-key.ts';
import type { Frame } from '../flow/frame.ts';
import { placesIn } from '../flow/reach.ts';
import { isConstantIndex, type Path, type PathStep } from '../paths/path.ts';

/** Places as they are written at a step. */
interface Written {
  readonly forms: readonly Path[];
  readonly step: number;
}

/** Whether an index that is written the same in both has another value at the one step than at the other. */
export function isAnotherIndex(frame: Frame, a: Written, b: Written): boolean {
  if (a.step === b.step) return false;
  const others = new Set(b.forms.flatMap((form) => form.steps.flatMap(indexText)));
  return a.forms.some((form) =>
    form.steps.some(
      (one) =>
        one.kind === 'index' &&
        one.index !== null &&
        others.has(one.text) &&
        placesIn(frame, one.index).some(
          (path) => definitionKey(frame, path, a.step) !== definitionKey(frame, path, b.step),
        ),
    ),
  );
}

function indexText(step: PathStep): string[] {
  return step.kind === 'index' && !isConstantIndex(step.text) ? [step.text] : [];
}
