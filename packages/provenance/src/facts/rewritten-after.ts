import { storesByAlias } from '../flow/alias.ts';
import { look, type Frame } from '../flow/frame.ts';
import { placesIn, reachesUndisturbed } from '../flow/reach.ts';
import { reachableFrom } from '../flow/reaching.ts';
import type { Step } from '../flow/step.ts';
import { denoted } from '../paths/path-of.ts';
import { mayOverlap, type Path } from '../paths/path.ts';
import { assignmentsAt } from './assignments.ts';
import { isLent, lentAt } from './lent.ts';
import { lineOf } from './line-of.ts';
import { releasedBefore, releasesOf } from './released-before.ts';
import { storedValue, type StoredValue } from './stored-value.ts';
import type { Leaf } from './template.ts';

type Rewritten = NonNullable<Leaf['rewritten']>;

/** The first store to a member or file-level variable that may follow `step` in the function, among the steps `within`. */
export function rewrittenAfter(
  frame: Frame,
  path: Path,
  step: number,
  within: ReadonlySet<number> | null = null,
): Rewritten | null {
  if (path.steps.length === 0 && path.root.kind === 'variable') return null;
  let found: Rewritten | null = null;
  for (const candidate of frame.flow.steps) {
    look(frame);
    if (candidate.id === step || (within && !within.has(candidate.id))) continue;
    const plain = assignmentsAt(frame, candidate).find((one) => mayOverlap(one.target, path));
    if (!plain) {
      const lent = candidate.kind === 'call' ? lentAt(frame, candidate).find((one) => isLent(one, path)) : undefined;
      if (lent && (reachesUndisturbed(frame, path, step, candidate.id) || isOfRounds(frame, step, candidate.id)))
        found ??= { line: lineOf(frame, candidate.span.start), value: 'other', what: lent.what };
      if (candidate.kind !== 'define') continue;
      const target = denoted(frame, candidate.target);
      const isSame = target?.kind === 'place' && mayOverlap(target.path, path);
      if (!isSame && storesByAlias(frame, candidate, path, step) === null) continue;
    }
    if (!reachesUndisturbed(frame, path, step, candidate.id)) {
      // By the name of another object now; but one of the loop's objects may be it.
      if (isOfRounds(frame, step, candidate.id)) found ??= storeAt(frame, candidate, path, 'other');
      continue;
    }
    const isMoved = plain && placesIn(frame, plain.value).some((read) => mayOverlap(read, path));
    const value = plain && !isMoved ? storedValue(frame, plain.value, candidate.id) : 'changed';
    const store = storeAt(frame, candidate, path, value);
    if (value === 'changed') return store;
    if (found === null || found.released || found.value === 'null' || found.value === 'handle') found = store;
  }
  return found;
}

/** Whether `later` comes after the loop that `step` is in. */
function isOfRounds(frame: Frame, step: number, later: number): boolean {
  const after = reachableFrom(frame, step);
  return after.has(step) && after.has(later) && !reachableFrom(frame, later).has(step);
}

function storeAt(frame: Frame, { id, span }: Step, path: Path, value: StoredValue): Rewritten {
  const released = releasedBefore(frame, id, path, releasesOf(frame));
  return { line: lineOf(frame, span.start), value, ...(released.length > 0 ? { released } : {}) };
}
