import type { FallibleStep, FaultPlan } from '@freehandle/model';
import type { RunResult, Session } from '../session/session.ts';
import { singleFaults, withOneMore } from './fault-plans.ts';

/** One run of an exploration. */
export interface ExploredRun {
  readonly plan: FaultPlan;
  readonly result: RunResult;
}

/** The runs of a driver: without a fault, then once for each step of that run failing, then for pairs of steps. */
export interface Exploration {
  /** Steps of the fault-free run. */
  readonly steps: readonly FallibleStep[];
  readonly runs: readonly ExploredRun[];
  /** All plans that are known of, run or not. A second fault is known of once the first has been run. */
  readonly plans: readonly FaultPlan[];
  /** Plans that were not run, because a limit was reached. */
  readonly unexplored: number;
}

/** Where an exploration ends: at most so many runs, or as soon as so many basic blocks have been executed. */
export interface ExplorationLimits {
  readonly maxRuns: number;
  readonly totalFuel: number;
  /** Whether a second step fails too: each that comes after the first has failed. */
  readonly pairs: boolean;
}

/**
 * Runs a driver's life under every single fault, and with `pairs` under every second one after it. Runs are fast and know
 * no source lines, but one that shows something is run again with places: runs are deterministic, so it is the same run.
 */
export function explore(session: Session, { maxRuns, totalFuel, pairs }: ExplorationLimits): Exploration {
  let burnt = 0;
  const run = (plan: FaultPlan, located: boolean): RunResult => {
    const result = session.run(plan, located);
    burnt += session.fuel - result.state.fuel;
    return result;
  };
  const first = run([], true);
  const runs: ExploredRun[] = [{ plan: [], result: first }];
  const plans: FaultPlan[] = [[], ...singleFaults(first.steps)];
  // The list grows: singles come before pairs, so that a limit cuts pairs first.
  for (let next = 1; next < plans.length; next++) {
    if (runs.length >= maxRuns || burnt >= totalFuel) break;
    const plan = plans[next]!;
    const isFirstOfPair = pairs && plan.length === 1;
    const fast = isFirstOfPair ? null : run(plan, false);
    const result = fast === null || showsSomething(fast) ? run(plan, true) : fast;
    runs.push({ plan, result });
    if (isFirstOfPair) plans.push(...withOneMore(plan, result.steps));
  }
  return { steps: first.steps, runs, plans, unexplored: plans.length - runs.length };
}

function showsSomething({ findings, stop, state }: RunResult): boolean {
  return findings.length > 0 || stop !== null || state.uncheckedAllocations.length > 0;
}
