import { isHarmless } from '../kernel/harmless.ts';
import { mayGiveUp } from '../kernel/releases.ts';
import type { CallGraph } from './call-graph.ts';

/**
 * Tells of functions whether they may give up what belongs to an object that they are given: by the name, and for one of the
 * file only where it, or what it calls, calls something that is not in the file and may do so.
 */
export function givingUp(graph: CallGraph): (name: string) => boolean {
  const { calls, called } = graph;
  const known = new Map<string, boolean>();
  const reachesOne = (name: string): boolean =>
    [...graph.reached(name)].some((inner) =>
      [...(called.get(inner) ?? [])].some(
        (one) => one === '' || (!calls.has(one) && mayGiveUp(one) && !isHarmless(one)),
      ),
    );
  return (name) => {
    if (!mayGiveUp(name)) return false;
    if (!calls.has(name)) return true;
    const before = known.get(name) ?? reachesOne(name);
    known.set(name, before);
    return before;
  };
}
