import type { Path } from '../paths/path.ts';
import { storesByAlias } from './alias.ts';
import { look, type Frame } from './frame.ts';
import { effectsOn, reachableFrom, type Definition } from './reaching.ts';

/**
 * What may give `path` another value on a way from `from` to `to`: a change that is seen before one that a call may
 * make; null when there is neither. With `within`, only ways over those steps count.
 */
export function changedBetween(
  frame: Frame,
  path: Path,
  from: number,
  to: number,
  within: ReadonlySet<number> | null = null,
): Definition | null {
  const forward = reachableFrom(frame, from);
  const pending = frame.flow.steps[to]!.previous.map((edge) => edge.to);
  const effectOf = effectsOn(frame, path);
  const seen = new Set<number>([from]);
  let called: Definition | null = null;
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    look(frame);
    seen.add(id);
    if (!forward.has(id) || (within && !within.has(id))) continue;
    const step = frame.flow.steps[id]!;
    const definition = effectOf(step)?.definition;
    if (definition && definition.kind !== 'called') return definition;
    called ??= definition ?? null;
    const alias = definition ? null : storesByAlias(frame, step, path, from);
    if (alias === 'surely') return { kind: 'changed', step: id, what: 'another name' };
    if (alias) called ??= { kind: 'called', step: id, what: 'another name', known: false };
    for (const edge of step.previous) pending.push(edge.to);
  }
  return called;
}
