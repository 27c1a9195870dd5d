import type { Expression } from '@freehandle/c-source';
import { look, type Frame } from '../flow/frame.ts';
import { originsOf, telling } from '../flow/origins.ts';
import { effectOn } from '../flow/reaching.ts';
import type { Edge, Step } from '../flow/step.ts';
import { denoted } from '../paths/path-of.ts';
import { pathKey, type Path } from '../paths/path.ts';
import { nullTest } from './null-test.ts';

/**
 * The steps on the ways from the allocation at `from`, whose call is at offset `call`, to `to` on which `freed` still
 * holds its pointer: not those over another value of it, nor over a test that finds it NULL. Without `freed`, those on
 * which the allocation is not seen to have failed.
 */
export function liveWays(
  frame: Frame,
  call: number,
  from: number,
  to: number,
  freed: Path | null,
): ReadonlySet<number> {
  const { steps } = frame.flow;
  const isOther = (value: Expression, at: number): boolean => {
    const origins = originsOf(frame, value, at);
    return origins.every((origin) => origin.kind === 'null' || (origin.kind === 'allocation' && origin.call !== call));
  };
  const ends = new Map<number, boolean>();
  const isEnd = (step: Step): boolean => {
    let known = ends.get(step.id);
    if (known === undefined) {
      look(frame);
      const effect = step.id === from || !freed ? null : effectOn(frame, step, freed);
      known =
        effect?.certain === true &&
        effect.definition.kind === 'value' &&
        effect.definition.rest.length === 0 &&
        isOther(effect.definition.value, step.id);
      ends.set(step.id, known);
    }
    return known;
  };
  const isTested = (expression: Expression, at: number): boolean => {
    const place = denoted(frame, expression);
    if (place?.kind !== 'place') return false;
    const origins = telling(originsOf(frame, expression, at));
    const [only] = origins;
    const isOnly = origins.length === 1 && only?.kind === 'allocation' && only.call === call;
    return isOnly || (freed !== null && pathKey(place.path) === pathKey(freed));
  };
  const isNullEdge = (id: number, edge: Edge): boolean => {
    const step = steps[id]!;
    if (step.kind !== 'branch' || edge.when === null) return false;
    const meansSet = nullTest(step.condition, (expression) => isTested(expression, id));
    return meansSet !== null && meansSet !== edge.when;
  };
  const forward = new Set<number>();
  const ahead = [from];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (id === to && id !== from) continue;
    for (const edge of steps[id]!.next) {
      if (forward.has(edge.to) || isNullEdge(id, edge) || isEnd(steps[edge.to]!)) continue;
      forward.add(edge.to);
      ahead.push(edge.to);
    }
  }
  const live = new Set<number>([from, to]);
  const back = [to];
  for (let id = back.pop(); id !== undefined; id = back.pop()) {
    look(frame);
    for (const edge of steps[id]!.previous) {
      if (live.has(edge.to) || !forward.has(edge.to)) continue;
      if (isNullEdge(edge.to, { to: id, when: edge.when })) continue;
      live.add(edge.to);
      back.push(edge.to);
    }
  }
  return live;
}
