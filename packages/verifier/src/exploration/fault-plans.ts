import type { Fault, FallibleStep, FaultPlan } from '@freehandle/model';

/** One plan for each step of the fault-free run that can be made to fail, in the order of the run. */
export function singleFaults(steps: readonly FallibleStep[]): FaultPlan[] {
  return steps.map(({ kind, nth }) => [{ kind, nth }]);
}

/** The plan with one more fault, for each step that its run came to after the last fault. */
export function withOneMore(plan: FaultPlan, steps: readonly FallibleStep[]): FaultPlan[] {
  const last = steps.findLastIndex((step) => step.failed);
  return singleFaults(steps.slice(last + 1)).map(([fault]) => [...plan, fault!]);
}

/** A name of a plan, equal for equal plans: what runs of two drivers are matched by. */
export function planName(plan: FaultPlan): string {
  return plan.map(faultName).join(', ');
}

/** `kmalloc 2`: the second kmalloc of the run fails. */
export function faultName(fault: Fault): string {
  if ('kind' in fault) return `${fault.kind} ${fault.nth + 1}`;
  return 'index' in fault ? `step ${fault.index + 1}` : fault.name;
}
