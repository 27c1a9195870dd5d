import type { Exploration } from '../exploration/explore.ts';
import { planName, singleFaults } from '../exploration/fault-plans.ts';
import { firstDifference, runsCompared } from './equal-runs.ts';

/** What the runs of two explorations show side by side. */
export interface ComparedExplorations {
  /** One sentence for each fault plan on which they differ. */
  readonly differences: readonly string[];
  readonly runs: number;
  readonly cut: number;
  readonly skipped: number;
  /** Frames of the calls by which the second form freed consistent memory, as far as it was compared. */
  readonly freed: readonly (readonly number[])[];
}

/** Matches runs by their fault plans. A plan that only one form knows is a difference; one that a limit left out is not. */
export function compareExplorations(before: Exploration, after: Exploration): ComparedExplorations {
  const runsAfter = new Map(after.runs.map((run) => [planName(run.plan), run.result]));
  const runsBefore = new Map(before.runs.map((run) => [planName(run.plan), run.result]));
  const [plansBefore, plansAfter] = [planNames(before), planNames(after)];
  const differences: string[] = [];
  const freed: (readonly number[])[] = [];
  let [runs, cut, skipped] = [0, 0, 0];
  for (const name of new Set([...plansBefore, ...plansAfter])) {
    const condition = name === '' ? 'without a fault' : `with ${name} failing`;
    if (!plansAfter.has(name)) differences.push(`${condition}: that step is not reached after`);
    else if (!plansBefore.has(name)) differences.push(`${condition}: that step is not reached before`);
    else {
      const [a, b] = [runsBefore.get(name), runsAfter.get(name)];
      if (!a?.conclusive || !b?.conclusive) {
        skipped++;
        continue;
      }
      const difference = firstDifference(a, b);
      if (difference !== null) differences.push(`${condition}, ${difference}`);
      const scope = runsCompared(a, b);
      runs++;
      if (scope.cut) cut++;
      freed.push(...b.state.freed.filter((_, index) => b.state.freedAt[index]! < scope.calls));
    }
  }
  return { differences, runs, cut, skipped, freed };
}

/** Names of all plans of an exploration, run or not. */
function planNames({ steps }: Exploration): Set<string> {
  return new Set(['', ...singleFaults(steps).map(planName)]);
}
