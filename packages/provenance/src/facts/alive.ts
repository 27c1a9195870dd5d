import { look, type Frame } from '../flow/frame.ts';
import { denoted } from '../paths/path-of.ts';
import { pathKey } from '../paths/path.ts';
import { nullTest } from './null-test.ts';

/**
 * The steps that control can get to from `start` with the buffer of the allocation at `allocation` still there: not where
 * its pointer, in one of the places `keys`, is seen to be NULL, and not past where it is freed or made again.
 */
export function aliveAfter(
  frame: Frame,
  start: number,
  allocation: number,
  keys: ReadonlySet<string>,
  avoided: number = allocation,
): ReadonlySet<number> {
  const seen = new Set<number>();
  const { free } = frame.context.api;
  const vaddr = free.arguments.indexOf('vaddr');
  const isPointer = (expression: Parameters<typeof denoted>[1] | undefined): boolean => {
    const place = expression && denoted(frame, expression);
    return place?.kind === 'place' && keys.has(pathKey(place.path));
  };
  const pending = [start];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    look(frame);
    const step = frame.flow.steps[id]!;
    const isFreed =
      step.kind === 'call' &&
      step.call.callee.kind === 'name' &&
      step.call.callee.name === free.name &&
      isPointer(step.call.arguments[vaddr]);
    if (isFreed) continue;
    const kept = step.kind === 'branch' ? nullTest(step.condition, isPointer) : null;
    for (const edge of step.next) {
      if (kept !== null && edge.when !== kept) continue;
      if (edge.to === allocation || edge.to === avoided || seen.has(edge.to)) continue;
      seen.add(edge.to);
      pending.push(edge.to);
    }
  }
  return seen;
}
