import type { FaultKind } from '../faults/fault-plan.ts';
import type { Kernel } from '../kernel.ts';

/** Makes the next step of this kind fail, counted from where the run is. */
export function failNext(kernel: Kernel, kind: FaultKind): void {
  const nth = kernel.steps.filter((step) => step.kind === kind).length;
  kernel.planFaults([{ kind, nth }]);
}
