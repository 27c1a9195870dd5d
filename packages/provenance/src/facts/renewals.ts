import { formsOf } from '../flow/canonical.ts';
import { look, type Frame } from '../flow/frame.ts';
import { originsOf } from '../flow/origins.ts';
import { reachableFrom } from '../flow/reaching.ts';
import { denoted } from '../paths/path-of.ts';
import { mayOverlap, namesMember, type Path } from '../paths/path.ts';
import { allocationOf } from './allocation-call.ts';

/** A step that gives the freed place a new buffer: an allocation, or a call of a function of the file that makes one. */
export interface Renewal {
  /** Where the allocation is made, and where its pointer gets to the place. */
  readonly step: number;
  readonly stored: number;
  /** The indices of the place stored to; null when they are not seen. */
  readonly indices: string | null;
}

/**
 * Whether what happens before a free is over by the time the freed place gets its buffer: on `every` way, on those ways
 * that allocate in this function at all, or not.
 */
export type Renewed = 'every' | 'some' | null;

/** The steps that give `freed` a new buffer and from which control gets to `at`. */
export function renewalsOf(frame: Frame, freed: Path, at: number): readonly Renewal[] {
  const own = formsOf(frame, freed, at);
  const indices = (path: Path, when: number): string | null => {
    const met = formsOf(frame, path, when).find((form) => own.some((one) => mayOverlap(one, form)));
    return met ? indicesOf(met) : null;
  };
  const found: Renewal[] = [];
  for (const step of frame.flow.steps) {
    look(frame);
    if (step.kind === 'define' && step.operator === '=' && step.value) {
      const place = denoted(frame, step.target);
      const met = place?.kind === 'place' ? indices(place.path, step.id) : null;
      if (met === null) continue;
      for (const origin of originsOf(frame, step.value, step.id))
        if (origin.kind === 'allocation') found.push({ step: origin.step, stored: step.id, indices: met });
    } else if (step.kind === 'call' && step.call.callee.kind === 'name') {
      const pointer = allocationOf(frame, step.call)?.pointer;
      const met = pointer ? indices(pointer, step.id) : null;
      if (met !== null) found.push({ step: step.id, stored: step.id, indices: met });
      const summary = frame.context.summaries.get(step.call.callee.name);
      const member = freed.steps.findLast((one) => one.kind === 'member');
      if (summary && namesMember(summary.pointers, member))
        found.push({ step: step.id, stored: step.id, indices: null });
    }
  }
  return found.filter((one) => reachableFrom(frame, one.stored).has(at));
}

/** Whether the function gives the freed place its buffer before `at`. */
export function renewedAtAll(frame: Frame, freed: Path, at: number): Renewed {
  const renewals = renewalsOf(frame, freed, at);
  return renewals.length > 0 ? renewedAfter(frame, 0, null, at, freed, renewals) : null;
}

/** Whether the freed place is given a buffer after `step`, which may concern `path`, and before `at`. */
export function renewedAfter(
  frame: Frame,
  step: number,
  path: Path | null,
  at: number,
  freed: Path,
  renewals: readonly Renewal[],
): Renewed {
  if (renewals.length === 0) return null;
  const after = reachableFrom(frame, step);
  if (!renewals.some((one) => after.has(one.step))) return null;
  const again = renewals.filter((one) => one.step === step || reachableFrom(frame, one.step).has(step));
  if (again.length > 0) {
    // In a loop the buffers of earlier rounds are still there: what belongs to one element concerns that one only.
    const isOne = !freed.steps.some((one) => one.kind === 'index');
    const own = path ? formsOf(frame, path, step).map(indicesOf) : [];
    const isOwn = again.every((one) => one.indices !== null && one.indices !== '' && own.includes(one.indices));
    if (!isOne && !isOwn) return null;
  }
  if (!reachesWithout(frame, step, at, new Set(renewals.map((one) => one.stored)))) return 'every';
  return again.length > 0 ? null : 'some';
}

/**
 * The allocations (their steps) of which every way over `step` to `at` also stores the pointer in the freed place: what
 * `step` stores then goes with that pointer.
 */
export function goesWith(frame: Frame, step: number, at: number, renewals: readonly Renewal[]): number[] {
  return [...new Set(renewals.map((one) => one.step))].filter((allocation) => {
    if (!reachableFrom(frame, allocation).has(step)) return false;
    const stored = new Set(renewals.filter((one) => one.step === allocation).map((one) => one.stored));
    return !(reachesWithout(frame, allocation, step, stored) && reachesWithout(frame, step, at, stored));
  });
}

function indicesOf(path: Path): string {
  return path.steps.map((step) => (step.kind === 'index' ? `[${step.text}]` : '')).join('');
}

function reachesWithout(frame: Frame, from: number, to: number, avoided: ReadonlySet<number>): boolean {
  const seen = new Set<number>(avoided);
  const pending = frame.flow.steps[from]!.next.map((edge) => edge.to);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    look(frame);
    seen.add(id);
    pending.push(...frame.flow.steps[id]!.next.map((edge) => edge.to));
  }
  return false;
}
