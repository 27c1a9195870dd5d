import type { Exploration } from '../exploration/explore.ts';
import { firstOfPair, planName, type RunPlan } from '../exploration/run-plan.ts';
import type { RunResult } from '../session/session.ts';
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

/**
 * Matches runs by their fault plans. A plan that only one form knows is a difference; one that a limit left out is not,
 * nor is a second fault after a first one whose runs already differ or were not compared to their end.
 */
export function compareExplorations(before: Exploration, after: Exploration): ComparedExplorations {
  const [runsBefore, runsAfter] = [runsByPlan(before), runsByPlan(after)];
  const [plansBefore, plansAfter] = [plansByName(before), plansByName(after)];
  const differences: string[] = [];
  const freed: (readonly number[])[] = [];
  const alike = new Set<string>();
  let [runs, cut, skipped] = [0, 0, 0];
  for (const [name, plan] of new Map([...plansBefore, ...plansAfter])) {
    const first = firstOfPair(plan);
    if (!plansAfter.has(name) || !plansBefore.has(name)) {
      if (first && !alike.has(planName(first))) skipped++;
      else differences.push(`${name}: that is not reached ${plansAfter.has(name) ? 'before' : 'after'}`);
      continue;
    }
    const [a, b] = [runsBefore.get(name), runsAfter.get(name)];
    if (!a?.conclusive || !b?.conclusive) {
      skipped++;
      continue;
    }
    const difference = firstDifference(a, b);
    if (difference !== null) differences.push(`${name}, ${difference}`);
    const scope = runsCompared(a, b);
    runs++;
    if (scope.cut) cut++;
    else if (difference === null) alike.add(name);
    freed.push(...b.state.freed.filter((_, index) => b.state.freedAt[index]! < scope.calls));
  }
  return { differences, runs, cut, skipped, freed };
}

function runsByPlan({ runs }: Exploration): Map<string, RunResult> {
  return new Map(runs.map(({ plan, result }) => [planName(plan), result]));
}

function plansByName({ plans }: Exploration): Map<string, RunPlan> {
  return new Map(plans.map((plan) => [planName(plan), plan]));
}
