import type { RunResult, Session } from '../session/session.ts';
import type { DeviceName } from './devices.ts';
import { interruptions, singleFaults, withOneMore, type RunPlan } from './run-plan.ts';
import { furthest, trialRuns, type ExploredRun } from './trials.ts';

export type { ExploredRun } from './trials.ts';

/** The runs of a driver. The first is undisturbed, on the device on which faults were tried. */
export interface Exploration {
  readonly runs: readonly ExploredRun[];
  /** All plans that are known of, run or not. A second fault is known of once the first has been run. */
  readonly plans: readonly RunPlan[];
  /** Plans that were not run, because a limit was reached. */
  readonly unexplored: number;
  /** Runs of functions by themselves that came to a free site which no other run did. */
  readonly underConstrained: readonly ExploredRun[];
}

/** Of a driver that has no life to run. */
export const nothingExplored: Exploration = { runs: [], plans: [], unexplored: 0, underConstrained: [] };

/** Where an exploration ends: at most so many runs, or as soon as so many basic blocks have been executed. */
export interface ExplorationLimits {
  readonly maxRuns: number;
  readonly totalFuel: number;
  /** Whether a second step fails too: each that comes after the first has failed. */
  readonly pairs: boolean;
  /** Whether interrupts also arrive after each call that leaves them on. */
  readonly irq: boolean;
  /** The device to try faults on; null: the one on which the driver comes furthest. */
  readonly device: DeviceName | null;
  /** The undisturbed runs to make, the one to try faults on first; null: whatever lets the driver come furthest. */
  readonly trials: readonly RunPlan[] | null;
}

/**
 * Runs a driver's life undisturbed on every device; then, on one of them, under every single fault, with `irq` with
 * interrupts at every point, and with `pairs` under every second fault after a first. Runs are fast and know no source
 * lines, but one that shows something is run again with places: runs are deterministic, so it is the same run.
 */
export function explore(
  session: Session,
  { maxRuns, totalFuel, pairs, irq, device, trials }: ExplorationLimits,
): Exploration {
  let burnt = 0;
  const run = (plan: RunPlan, located: boolean): ExploredRun => {
    const result = session.run(plan, located);
    burnt += session.fuel - result.state.fuel;
    return { plan, result };
  };
  const explored = (plan: RunPlan, located: boolean): ExploredRun => {
    const fast = located ? null : run(plan, false);
    return fast === null || showsSomething(fast.result) ? run(plan, true) : fast;
  };
  const tried =
    trials?.map((plan) => run(plan, false)) ??
    trialRuns(
      (plan) => run(plan, false),
      device,
      () => burnt >= totalFuel * TRIALS_SHARE,
    );
  burnt = 0;
  const chosen = trials === null ? furthest(tried) : tried[0]!;
  // its steps are those that can fail: they are known of a located run only
  const first = run(chosen.plan, true);
  const others = tried.filter((trial) => trial !== chosen);
  const runs = [first, ...others.map((one) => (showsSomething(one.result) ? run(one.plan, true) : one))];
  const plans = [
    ...runs.map(({ plan }) => plan),
    ...singleFaults(first.plan, first.result.steps),
    ...(irq ? interruptions(first.plan, first.result.state.interruptible) : []),
  ];
  // The list grows: singles come before pairs, so that a limit cuts pairs first.
  for (let next = runs.length; next < plans.length; next++) {
    if (runs.length >= maxRuns || burnt >= totalFuel) break;
    const plan = plans[next]!;
    const isFirstOfPair = pairs && plan.faults.length === 1;
    const one = explored(plan, isFirstOfPair);
    runs.push(one);
    if (isFirstOfPair) plans.push(...withOneMore(plan, one.result.steps));
  }
  return { runs, plans, unexplored: plans.length - runs.length, underConstrained: [] };
}

/** Fuel that may go into finding out which device lets the driver come furthest, as a share of what the faults have. */
const TRIALS_SHARE = 1;

function showsSomething({ findings, stop, state }: RunResult): boolean {
  return findings.length > 0 || stop !== null || state.uncheckedAllocations.length > 0;
}
