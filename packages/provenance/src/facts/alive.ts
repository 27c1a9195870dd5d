import type { Expression } from '@freehandle/c-source';
import { look, type Frame } from '../flow/frame.ts';
import { nullTest } from './null-test.ts';

/** Whether an expression, evaluated at a step, is the pointer of the buffer that is followed. */
type IsPointer = (expression: Expression, step: number) => boolean;

/**
 * The steps that control can get to from `start` with a buffer still there: not where its pointer is seen to be NULL, not
 * past where it is freed, and not over `stops`.
 */
export function aliveAfter(
  frame: Frame,
  start: number,
  stops: ReadonlySet<number>,
  isPointer: IsPointer,
): ReadonlySet<number> {
  const seen = new Set<number>();
  const { free } = frame.context.api;
  const vaddr = free.arguments.indexOf('vaddr');
  const pending = [start];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    look(frame);
    const step = frame.flow.steps[id]!;
    if (step.kind === 'call' && step.call.callee.kind === 'name' && step.call.callee.name === free.name) {
      const freed = step.call.arguments[vaddr];
      if (freed && isPointer(freed, id)) continue;
    }
    const kept = step.kind === 'branch' ? nullTest(step.condition, (tested) => isPointer(tested, step.id)) : null;
    for (const edge of step.next) {
      if ((kept !== null && edge.when !== kept) || stops.has(edge.to) || seen.has(edge.to)) continue;
      seen.add(edge.to);
      pending.push(edge.to);
    }
  }
  return seen;
}
