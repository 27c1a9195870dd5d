import type { AllocatorName } from '../allocators/free-forms.ts';
import type { Finding, Oops } from '../findings/finding.ts';
import type { Kernel } from '../kernel.ts';
import { ModelError } from '../model-error.ts';
import type { FallibleStep, Fault, FaultPlan } from './fault-plan.ts';

/** One run of a scenario under one plan. */
export interface FaultRun<Result> {
  readonly plan: FaultPlan;
  /** What the scenario returned. */
  readonly result: Result;
  /** False when a planned fault never fired: the run says nothing about that fault. */
  readonly conclusive: boolean;
  /** Steps of this run, from the start of the scenario. */
  readonly steps: readonly FallibleStep[];
  readonly findings: readonly Finding[];
  readonly oops: Oops | null;
}

/**
 * Runs a scenario without faults, then once for every step that can fail, and with `faults: 2` once for every pair of
 * steps (the second from the steps that come after the first has failed). The machine returns to where it was before
 * each run and after the last. Throws ModelError when the kernel keeps fewer steps than the scenario has (`traceLimit`).
 */
export function* exploreFaults<A extends AllocatorName, Result>(
  kernel: Kernel<A>,
  scenario: (kernel: Kernel<A>) => Result,
  options: { readonly faults: 1 | 2 } = { faults: 1 },
): Generator<FaultRun<Result>, void> {
  if (kernel.traceLimit === 0) {
    throw new ModelError('exploreFaults: needs the steps of a run; create the kernel with a traceLimit above 0.');
  }
  const start = kernel.snapshot();
  const before = kernel.steps.at(-1)?.index ?? -1;

  function run(plan: FaultPlan): FaultRun<Result> {
    kernel.restore(start);
    kernel.planFaults(plan);
    const result = scenario(kernel);
    const steps = kernel.steps.filter((step) => step.index > before);
    if (steps.length > 0 && steps[0]?.index !== before + 1) {
      throw new ModelError(
        `exploreFaults: the scenario has more steps than the ${kernel.traceLimit} that are kept; create the kernel with a larger traceLimit.`,
      );
    }
    return {
      plan,
      result,
      conclusive: kernel.unfiredFaults.length === 0,
      steps,
      findings: kernel.findings,
      oops: kernel.oops,
    };
  }

  try {
    const healthy = run([]);
    yield healthy;
    for (const step of healthy.steps) {
      const single = run([faultAt(step)]);
      yield single;
      if (options.faults === 1) continue;
      for (const later of single.steps) if (later.index > step.index) yield run([faultAt(step), faultAt(later)]);
    }
  } finally {
    kernel.restore(start);
    kernel.discard(start);
  }
}

function faultAt({ kind, nth }: FallibleStep): Fault {
  return { kind, nth };
}
