import type { DeclaredCalls } from '../declared-calls.ts';
import type { Exploration } from '../exploration/explore.ts';
import { firstOfPair, planName, type RunPlan } from '../exploration/run-plan.ts';
import type { RunResult } from '../session/session.ts';
import { firstDifference, runsCompared, type Difference, type GrownSizes } from './equal-runs.ts';

/** What the runs of two explorations show side by side. */
export interface ComparedExplorations {
  /** One sentence for each fault plan on which they differ. */
  readonly differences: readonly string[];
  readonly cut: number;
  readonly skipped: number;
  /** The runs that were compared. */
  readonly compared: readonly ComparedRun[];
}

/** Two runs of equal fault plans, conclusive in both forms. */
export interface ComparedRun {
  readonly plan: RunPlan;
  readonly before: RunResult;
  readonly after: RunResult;
  /** Calls that were compared at most. */
  readonly calls: number;
  readonly difference: Difference | null;
}

/**
 * Matches runs by their fault plans. A plan that only one form knows is a difference; one that a limit left out is not,
 * nor is a second fault after a first one whose runs already differ or were not compared to their end.
 */
export function compareExplorations(
  before: Exploration,
  after: Exploration,
  calls: DeclaredCalls,
): ComparedExplorations {
  const [runsBefore, runsAfter] = [runsByPlan(before), runsByPlan(after)];
  const [plansBefore, plansAfter] = [plansByName(before), plansByName(after)];
  const differences: string[] = [];
  const compared: ComparedRun[] = [];
  const alike = new Set<string>();
  // the undisturbed run comes first: what fails in another has been seen to succeed in it
  const grown: GrownSizes = new Map();
  let [cut, skipped] = [0, 0];
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
    const difference = firstDifference(a, b, calls, grown);
    if (difference !== null) differences.push(`${name}, ${difference.text}`);
    const scope = runsCompared(a, b);
    if (scope.cut) cut++;
    else if (difference === null) alike.add(name);
    compared.push({ plan, before: a, after: b, calls: scope.calls, difference });
  }
  return { differences, cut, skipped, compared };
}

function runsByPlan({ runs }: Exploration): Map<string, RunResult> {
  return new Map(runs.map(({ plan, result }) => [planName(plan), result]));
}

function plansByName({ plans }: Exploration): Map<string, RunPlan> {
  return new Map(plans.map((plan) => [planName(plan), plan]));
}
