import type { RunResult, Session } from '../session/session.ts';
import { deviceNames, type DeviceName } from './devices.ts';
import { interruptions, singleFaults, undisturbed, withOneMore, type RunPlan } from './run-plan.ts';

/** One run of an exploration. */
export interface ExploredRun {
  readonly plan: RunPlan;
  readonly result: RunResult;
}

/** The runs of a driver. The first is undisturbed, on the device on which faults were tried. */
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
  /** The device to try faults on; null: the one on which the driver comes furthest. */
  readonly device: DeviceName | null;
  /** The identity to try faults on; null: as above. */
  readonly identity: number | null;
}

/**
 * Runs a driver's life undisturbed on every device; then, on one of them, under every single fault, with `irq` with
 * interrupts at every point, and with `pairs` under every second fault after a first. Runs are fast and know no source
 * lines, but one that shows something is run again with places: runs are deterministic, so it is the same run.
 */
export function explore(
  session: Session,
  { maxRuns, totalFuel, pairs, irq, device, identity }: ExplorationLimits,
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
  const plain = explored(undisturbed('plain'), true);
  // a driver that reads no register meets the same device whatever it is called
  const readsRegisters = plain.result.state.registerReads.size > 0;
  const others = deviceNames.filter((name) => readsRegisters && name !== 'plain');
  const onDevices = [plain, ...others.map((name) => explored(undisturbed(name), true))];
  const identities = Math.min(plain.result.state.identities.length, MOST_IDENTITIES);
  // one identity may want another device than the next
  const asOthers = onDevices.flatMap(({ plan }) =>
    Array.from({ length: Math.max(identities - 1, 0) }, (_, index) =>
      explored(undisturbed(plan.device, index + 1), true),
    ),
  );
  const trials = [...onDevices, ...asOthers];
  const eligible = trials.filter(
    ({ plan }) => (device ?? plan.device) === plan.device && (identity ?? plan.identity) === plan.identity,
  );
  const first = furthest(eligible.length > 0 ? eligible : trials);
  const runs = [first, ...trials.filter((trial) => trial !== first)];
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
  return { runs, plans, unexplored: plans.length - runs.length };
}

/** Identities of a device tried: a driver's table may have hundreds, most of which differ in name only. */
const MOST_IDENTITIES = 8;

function showsSomething({ findings, stop, state }: RunResult): boolean {
  return findings.length > 0 || stop !== null || state.uncheckedAllocations.length > 0;
}

/** The trial that frees at most places, then ends by itself, then takes most steps: the plainest of equals. */
function furthest(trials: readonly ExploredRun[]): ExploredRun {
  const rank = ({ result: { state, stop } }: ExploredRun): readonly number[] => [
    new Set(state.frees.map(({ frames }) => frames[0])).size,
    stop === null ? 1 : 0,
    state.lifecycle.length - state.failedSteps.length,
  ];
  return trials.reduce((best, trial) => {
    const [a, b] = [rank(best), rank(trial)];
    const position = a.findIndex((value, index) => value !== b[index]);
    return position >= 0 && b[position]! > a[position]! ? trial : best;
  });
}
