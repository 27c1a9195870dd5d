import type { RunResult, Session } from '../session/session.ts';
import { interruptions, singleFaults, undisturbed, withOneMore, type RunPlan } from './run-plan.ts';

/** One run of an exploration. */
export interface ExploredRun {
  readonly plan: RunPlan;
  readonly result: RunResult;
}

/** The runs of a driver: undisturbed first, then one for each plan. */
export interface Exploration {
  readonly runs: readonly ExploredRun[];
  /** All plans that are known of, run or not. A second fault is known of once the first has been run. */
  readonly plans: readonly RunPlan[];
  /** Plans that were not run, because a limit was reached. */
  readonly unexplored: number;
}

/** Where an exploration ends: at most so many runs, or as soon as so many basic blocks have been executed. */
export interface ExplorationLimits {
  readonly maxRuns: number;
  readonly totalFuel: number;
  /** Whether a second step fails too: each that comes after the first has failed. */
  readonly pairs: boolean;
  /** Whether interrupts also arrive after each call that leaves them on. */
  readonly irq: boolean;
}

/**
 * Runs a driver's life undisturbed, under every single fault, with `irq` with interrupts at every point, and with `pairs`
 * under every second fault after a first. Runs are fast and know no source lines, but one that shows something is run
 * again with places: runs are deterministic, so it is the same run.
 */
export function explore(session: Session, { maxRuns, totalFuel, pairs, irq }: ExplorationLimits): Exploration {
  let burnt = 0;
  const run = (plan: RunPlan, located: boolean): RunResult => {
    const result = session.run(plan, located);
    burnt += session.fuel - result.state.fuel;
    return result;
  };
  const first = run(undisturbed, true);
  const runs: ExploredRun[] = [{ plan: undisturbed, result: first }];
  const plans: RunPlan[] = [
    undisturbed,
    ...singleFaults(first.steps),
    ...(irq ? interruptions(first.state.interruptible) : []),
  ];
  // The list grows: singles come before pairs, so that a limit cuts pairs first.
  for (let next = 1; next < plans.length; next++) {
    if (runs.length >= maxRuns || burnt >= totalFuel) break;
    const plan = plans[next]!;
    const isFirstOfPair = pairs && plan.faults.length === 1;
    const fast = isFirstOfPair ? null : run(plan, false);
    const result = fast === null || showsSomething(fast) ? run(plan, true) : fast;
    runs.push({ plan, result });
    if (isFirstOfPair) plans.push(...withOneMore(plan, result.steps));
  }
  return { runs, plans, unexplored: plans.length - runs.length };
}

function showsSomething({ findings, stop, state }: RunResult): boolean {
  return findings.length > 0 || stop !== null || state.uncheckedAllocations.length > 0;
}
