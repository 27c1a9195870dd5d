import type { Frame } from '../flow/frame.ts';
import type { AllocationCall } from './allocation-call.ts';
import { templateOf } from './build-template.ts';
import { liftTemplate } from './lift-template.ts';
import type { Template } from './template.ts';

/** The size of an allocation made at `step`: the argument that gives it, or what the function called makes of its own. */
export function sizeOfAllocation(frame: Frame, allocation: AllocationCall, step: number): Template | null {
  if (allocation.size) return templateOf(frame, allocation.size, step);
  const callee = frame.context.frames.get(allocation.name);
  const inner = frame.context.summaries.get(allocation.name)?.allocates?.sizeTemplate;
  return callee && inner ? liftTemplate({ callee, caller: frame, call: allocation.call, step }, inner) : null;
}
