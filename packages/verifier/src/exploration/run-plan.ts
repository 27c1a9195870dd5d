import type { Fault, FallibleStep, FaultPlan } from '@freehandle/model';
import { entryName, type Entry } from '../under-constrained/entry.ts';
import type { DeviceName } from './devices.ts';

/** A call of the driver into the kernel, by its position in the run. */
export interface CallPosition {
  /** From 0. */
  readonly index: number;
  readonly call: string;
}

/** From its `nth` read on, counted from 0, a register reads a value. */
export interface Answer {
  /** Address, or -1 less an offset in configuration space. */
  readonly register: number;
  readonly nth: number;
  readonly value: number;
}

/** What happens to one run from outside: the device it meets, which steps fail, after which call interrupts arrive. */
export interface RunPlan {
  readonly device: DeviceName;
  /** Which of the identities that the driver asks for the device has, from 0. */
  readonly identity: number;
  /** What single registers read instead. */
  readonly answers: readonly Answer[];
  readonly faults: FaultPlan;
  readonly interruptAfter: CallPosition | null;
  /** The functions that are called by themselves instead of the driver's life; absent in a life. */
  readonly entry?: Entry;
}

/** Nothing fails, and interrupts come where the lifecycle has them only. */
export function undisturbed(device: DeviceName, identity = 0): RunPlan {
  return { device, identity, answers: [], faults: [], interruptAfter: null };
}

/** Whether nothing is made to fail, and no interrupt comes at a chosen place. */
export function isUndisturbed({ faults, interruptAfter }: RunPlan): boolean {
  return faults.length === 0 && interruptAfter === null;
}

/** One plan for each step of an undisturbed run that can be made to fail, in the order of the run. */
export function singleFaults(plan: RunPlan, steps: readonly FallibleStep[]): RunPlan[] {
  return steps.map(({ kind, nth }) => ({ ...plan, faults: [{ kind, nth }] }));
}

/** The plan with one more fault, for each step that its run came to after the last fault. */
export function withOneMore(plan: RunPlan, steps: readonly FallibleStep[]): RunPlan[] {
  const last = steps.findLastIndex((step) => step.failed);
  return singleFaults(plan, steps.slice(last + 1)).map(({ faults }) => ({
    ...plan,
    faults: [...plan.faults, ...faults],
  }));
}

/** One plan for each call of an undisturbed run after which an interrupt can arrive. */
export function interruptions(plan: RunPlan, calls: readonly CallPosition[]): RunPlan[] {
  return calls.map((interruptAfter) => ({ ...plan, interruptAfter }));
}

/** The plan that a pair of faults grew from; null for any other. */
export function firstOfPair(plan: RunPlan): RunPlan | null {
  return plan.faults.length > 1 ? { ...plan, faults: plan.faults.slice(0, -1) } : null;
}

/** A plan in words, equal for equal plans: what runs of two drivers are matched by. */
export function planName({ device, identity, answers, faults, interruptAfter, entry }: RunPlan): string {
  const circumstances = [
    ...(entry ? [entryName(entry)] : []),
    ...(faults.length > 0 ? [`with ${faults.map(faultName).join(', ')} failing`] : []),
    ...(interruptAfter ? [`with an interrupt after call ${interruptAfter.index + 1}, ${interruptAfter.call}`] : []),
  ];
  const name = circumstances.length > 0 ? circumstances.join(' and ') : 'without a fault';
  const met = [
    ...(device === 'plain' ? [] : [device]),
    ...(identity === 0 ? [] : [`of identity ${identity + 1}`]),
    ...answers.map(answerName),
  ];
  return met.length === 0 ? name : `${name} on a device ${met.join(' and ')}`;
}

/** `register 0xe0000004 reading 0x12 from its 2nd read on`, in fewer words. */
export function answerName({ register, nth, value }: Answer): string {
  const name = register < 0 ? `configuration ${-1 - register}` : `register 0x${register.toString(16)}`;
  return `with ${name} 0x${value.toString(16)}${nth === 0 ? '' : ` from read ${nth + 1}`}`;
}

/** `kmalloc 2`: the second kmalloc of the run fails. */
export function faultName(fault: Fault): string {
  if ('kind' in fault) return `${fault.kind} ${fault.nth + 1}`;
  return 'index' in fault ? `step ${fault.index + 1}` : fault.name;
}
