import type { FallibleStep, FaultPlan } from '@freehandle/model';
import type { RunResult, Session } from '../session/session.ts';
import { singleFaults } from './fault-plans.ts';

/** One run of an exploration. */
export interface ExploredRun {
  readonly plan: FaultPlan;
  readonly result: RunResult;
}

/** The runs of a driver: without a fault, then once for each step of that run failing. */
export interface Exploration {
  /** Steps of the fault-free run. */
  readonly steps: readonly FallibleStep[];
  readonly runs: readonly ExploredRun[];
  /** Plans that were not run, because a limit was reached. */
  readonly unexplored: number;
}

/** Where an exploration ends: at most so many runs, or as soon as so many basic blocks have been executed. */
export interface ExplorationLimits {
  readonly maxRuns: number;
  readonly totalFuel: number;
}

/**
 * Runs a driver's life under every single fault. Runs are fast and know no source lines, but one that shows something is
 * run again with places: runs are deterministic, so it is the same run.
 */
export function explore(session: Session, { maxRuns, totalFuel }: ExplorationLimits): Exploration {
  let burnt = 0;
  const run = (plan: FaultPlan, located: boolean): RunResult => {
    const result = session.run(plan, located);
    burnt += session.fuel - result.state.fuel;
    return result;
  };
  const first = run([], true);
  const runs: ExploredRun[] = [{ plan: [], result: first }];
  const plans = singleFaults(first.steps);
  for (const plan of plans) {
    if (runs.length >= maxRuns || burnt >= totalFuel) break;
    const fast = run(plan, false);
    runs.push({ plan, result: showsSomething(fast) ? run(plan, true) : fast });
  }
  return { steps: first.steps, runs, unexplored: plans.length + 1 - runs.length };
}

function showsSomething({ findings, stop, state }: RunResult): boolean {
  return findings.length > 0 || stop !== null || state.uncheckedAllocations.length > 0;
}
