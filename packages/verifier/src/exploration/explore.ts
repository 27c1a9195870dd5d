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
}

/**
 * Runs a driver's life under every single fault, at most `maxRuns` times. Runs are fast and know no source lines, but one
 * that shows something is run again with places: runs are deterministic, so it is the same run.
 */
export function explore(session: Session, maxRuns: number): Exploration {
  const first = session.run([], true);
  const plans = singleFaults(first.steps).slice(0, Math.max(maxRuns - 1, 0));
  const faulty = plans.map((plan) => {
    const fast = session.run(plan, false);
    return { plan, result: showsSomething(fast) ? session.run(plan, true) : fast };
  });
  return { steps: first.steps, runs: [{ plan: [], result: first }, ...faulty] };
}

function showsSomething({ findings, stop, state }: RunResult): boolean {
  return findings.length > 0 || stop !== null || state.uncheckedAllocations.length > 0;
}
