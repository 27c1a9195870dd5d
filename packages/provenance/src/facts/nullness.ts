import { withoutCasts, type Expression } from '@freehandle/c-source';
import { look, type Frame } from '../flow/frame.ts';
import { effectOn, isNull } from '../flow/reaching.ts';
import { denoted } from '../paths/path-of.ts';
import { pathKey, type Path } from '../paths/path.ts';
import { lineOf } from './line-of.ts';
import type { FreeFact } from './facts.ts';
import { nullTest } from './null-test.ts';

/**
 * Whether the pointer in `path` can be NULL just before `at`, following control backwards: `excluded` when every way
 * there passes a test of it, `arrives` when a way comes from where it is NULL, else `unknown`.
 */
export function nullnessOf(frame: Frame, path: Path, at: number): FreeFact['nullness'] {
  const seen = new Set<string>();
  const pending: { readonly path: Path; readonly at: number }[] = [{ path, at }];
  let unknownAt = -1;
  for (let item = pending.pop(); item; item = pending.pop()) {
    const key = `${item.at}:${pathKey(item.path)}`;
    if (seen.has(key)) continue;
    look(frame);
    seen.add(key);
    for (const edge of frame.flow.steps[item.at]!.previous) {
      const step = frame.flow.steps[edge.to]!;
      if (step.kind === 'branch' && edge.when !== null) {
        const tested = nullTest(step.condition, (expression) => sameValue(frame, expression, item.path));
        if (tested !== null) {
          if (tested === edge.when) continue;
          return { kind: 'arrives', line: lineOf(frame, step.span.start) };
        }
      }
      const effect = effectOn(frame, step, item.path);
      if (!effect) {
        pending.push({ path: item.path, at: step.id });
        continue;
      }
      const { definition } = effect;
      if (definition.kind === 'value' && definition.rest.length === 0) {
        if (isNull(definition.value)) return { kind: 'arrives', line: lineOf(frame, step.span.start) };
        const source = denoted(frame, withoutCasts(definition.value));
        if (source?.kind === 'place' && source.path.root.kind !== 'call')
          pending.push({ path: source.path, at: step.id });
        else unknownAt = Math.max(unknownAt, step.id);
      } else unknownAt = Math.max(unknownAt, step.id);
      if (!effect.certain) pending.push({ path: item.path, at: step.id });
    }
  }
  if (unknownAt < 0) return { kind: 'excluded', line: lineOf(frame, frame.flow.steps[at]!.span.start) };
  return { kind: 'unknown', line: lineOf(frame, frame.flow.steps[unknownAt]!.span.start) };
}

function sameValue(frame: Frame, expression: Expression, path: Path): boolean {
  // In `if ((p = alloc()) == NULL)` the value tested is p's.
  const place = denoted(frame, expression);
  return place?.kind === 'place' && pathKey(place.path) === pathKey(path);
}
