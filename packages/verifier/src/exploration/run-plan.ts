import type { Fault, FallibleStep, FaultPlan } from '@freehandle/model';

/** A call of the driver into the kernel, by its position in the run. */
export interface CallPosition {
  /** From 0. */
  readonly index: number;
  readonly call: string;
}

/** What happens to one run from outside: which steps fail, and after which call its interrupts arrive. */
export interface RunPlan {
  readonly faults: FaultPlan;
  readonly interruptAfter: CallPosition | null;
}

/** Nothing fails, and interrupts come where the lifecycle has them only. */
export const undisturbed: RunPlan = { faults: [], interruptAfter: null };

/** One plan for each step of the fault-free run that can be made to fail, in the order of the run. */
export function singleFaults(steps: readonly FallibleStep[]): RunPlan[] {
  return steps.map(({ kind, nth }) => ({ faults: [{ kind, nth }], interruptAfter: null }));
}

/** The plan with one more fault, for each step that its run came to after the last fault. */
export function withOneMore(plan: RunPlan, steps: readonly FallibleStep[]): RunPlan[] {
  const last = steps.findLastIndex((step) => step.failed);
  return singleFaults(steps.slice(last + 1)).map(({ faults }) => ({ ...plan, faults: [...plan.faults, ...faults] }));
}

/** One plan for each call after which an interrupt can arrive. */
export function interruptions(calls: readonly CallPosition[]): RunPlan[] {
  return calls.map((interruptAfter) => ({ faults: [], interruptAfter }));
}

/** The plan that a pair of faults grew from; null for any other. */
export function firstOfPair({ faults, interruptAfter }: RunPlan): RunPlan | null {
  return faults.length > 1 ? { faults: faults.slice(0, -1), interruptAfter } : null;
}

/** A plan in words, equal for equal plans: what runs of two drivers are matched by. Empty for {@link undisturbed}. */
export function planName({ faults, interruptAfter }: RunPlan): string {
  return [
    ...(faults.length > 0 ? [`with ${faults.map(faultName).join(', ')} failing`] : []),
    ...(interruptAfter ? [`with an interrupt after call ${interruptAfter.index + 1}, ${interruptAfter.call}`] : []),
  ].join(' and ');
}

/** `kmalloc 2`: the second kmalloc of the run fails. */
export function faultName(fault: Fault): string {
  if ('kind' in fault) return `${fault.kind} ${fault.nth + 1}`;
  return 'index' in fault ? `step ${fault.index + 1}` : fault.name;
}
