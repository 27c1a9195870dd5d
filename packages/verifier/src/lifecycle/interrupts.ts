import type { Host } from '../binding/host.ts';
import type { InterruptLine } from '../binding/run-state.ts';
import type { CallPosition } from '../exploration/run-plan.ts';
import { step } from './framework.ts';

/** Each line the driver has requested fires once, in interrupt context; then what it deferred runs. */
export function raiseInterrupts(host: Host): void {
  for (const line of [...host.run.interrupts]) interrupt(host, line);
  runDeferred(host);
}

/** The line is masked while its handler runs [2.4.27 arch/ppc/kernel/irq.c ppc_irq_dispatch_handler]: handlers do not nest. */
function interrupt(host: Host, { irq, handler, devId, thread = 0 }: InterruptLine): void {
  let answer = WAKE_THREAD;
  if (handler !== 0) {
    host.kernel.enterHardirq();
    host.run.inHandler = true;
    step(host, `interrupt ${irq}`, () => void (answer = host.code.callPointer(handler, irq, devId, 0)));
    host.run.inHandler = false;
    host.kernel.exitHardirq();
  }
  // the thread waits while the processor is at anything that may not sleep
  if (thread === 0 || answer !== WAKE_THREAD || host.kernel.inInterrupt()) return;
  step(host, `interrupt thread ${irq}`, () => void host.code.callPointer(thread, irq, devId));
}

/** IRQ_WAKE_THREAD [6.1 include/linux/irqreturn.h]. */
const WAKE_THREAD = 2;

/** Runs what is due, once each: work in a process, the rest in softirq context. */
export function runDeferred(host: Host): void {
  for (const { kind, object } of host.run.deferred.splice(0)) {
    if (kind !== 'work') host.kernel.enterSoftirq();
    step(host, kind, () => void host.code.call(`fh_${kind}_run`, object));
    if (kind !== 'work') host.kernel.exitSoftirq();
  }
}

/** Where interrupts may arrive in the middle of the driver, and the arrival itself. */
export interface InterruptionPoints {
  /** Sets the call after which they arrive in the run that begins; null for none. */
  plan(after: CallPosition | null): void;
  /** Called after each call of the driver into the kernel. */
  readonly after: (index: number) => void;
}

/** Notes the calls that leave interrupts on while something waits for one, and delivers at the planned call. */
export function interruptionPoints(host: Host): InterruptionPoints {
  let planned: number | null = null;
  return {
    plan: (after) => (planned = after?.index ?? null),
    after(index) {
      const { run, kernel } = host;
      if (run.inHandler || run.interrupts.length + run.deferred.length === 0 || kernel.irqsDisabled()) return;
      if (planned === null) run.interruptible.push({ index, call: run.events[index]!.call });
      else if (planned === index) arrive(host);
    },
  };
}

/** Interrupts come while a driver is at something else. What was deferred waits for as long as bottom halves are off. */
export function arrive(host: Host): void {
  if (host.run.inHandler || host.kernel.irqsDisabled()) return;
  for (const line of [...host.run.interrupts]) interrupt(host, line);
  if (!host.kernel.inInterrupt()) runDeferred(host);
}
