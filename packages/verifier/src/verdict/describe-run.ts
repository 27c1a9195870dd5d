import type { ExploredRun } from '../exploration/explore.ts';
import { faultName } from '../exploration/run-plan.ts';
import type { RunDescription } from './verdict.ts';

/** What was called in a run, and what was made to fail; with the place of the failing call where the run was located. */
export function describeRun({ plan, result }: ExploredRun): RunDescription {
  const faults = plan.faults.map((fault) => {
    const step =
      'kind' in fault ? result.steps.find(({ kind, nth }) => kind === fault.kind && nth === fault.nth) : undefined;
    const event = step && result.trace.find(({ seq }) => seq === step.call);
    const where = event?.place ? ` at ${event.place.file}:${event.place.line}` : '';
    return `${faultName(fault)}${event ? ` (${event.call}${where})` : ''}`;
  });
  const { interruptAfter } = plan;
  const interrupt = interruptAfter && `${interruptAfter.call}, call ${interruptAfter.index + 1} of the run`;
  return { plan, lifecycle: result.state.lifecycle, faults, interrupt, device: plan.device };
}
