import { mayFree } from '../families/index.ts';
import { loopsOf } from '../explore/loops.ts';
import { mayReach } from '../explore/opaque-call.ts';
import type { Frame } from '../explore/frame.ts';
import { holdersOf, isLocal, lastName, type State } from '../explore/state.ts';
import type { Term } from '../terms/term.ts';
import type { Summary, Sweep } from './summary.ts';

/** The frees of a function that stand in its loops, and those in the loops of what it calls. */
export function sweepsOf({ flow, families, functions, summaryOf }: Frame): Sweep[] {
  const found: Sweep[] = [];
  const looping = new Set([...loopsOf(flow).values()].flatMap(({ steps }) => [...steps]));
  for (const { id, ...step } of flow.steps) {
    if (step.kind !== 'call' || step.call.callee.kind !== 'name') continue;
    const { name } = step.call.callee;
    if (functions.has(name)) found.push(...(summaryOf(name)?.sweeps ?? []));
    const freeing = functions.has(name) || !looping.has(id) ? undefined : families.frees.get(name);
    const pointer = freeing && step.call.arguments[freeing.call.arguments.indexOf('vaddr')];
    if (pointer) found.push({ family: freeing.family, member: pointer.kind === 'member' ? pointer.member : null });
  }
  return [...new Map(found.map((one) => [`${one.family.name} ${one.member}`, one])).values()];
}

/** Marks what a call that frees in loops may have freed: of that kind, kept by such a name, and reached from what it is given. */
export function markSwept({ families }: Frame, state: State, { name, sweeps }: Summary, values: readonly Term[]): void {
  for (const [symbol, resource] of sweeps.length > 0 ? state.resources : []) {
    if (resource.status !== 'live' || !resource.family.traced) continue;
    const kept = holdersOf(state, symbol).filter((one) => !isLocal(one));
    const isLike = ({ family, member }: Sweep): boolean =>
      family.frees.some((one) => mayFree(one, resource.family, families.list)) &&
      kept.some((one) => member === null || lastName(one) === member);
    if (sweeps.some(isLike) && values.some((value) => mayReach(state, value, symbol)))
      state.resources.set(symbol, { ...resource, sweptBy: name });
  }
}
