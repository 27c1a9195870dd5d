import type { Host } from '../binding/host.ts';
import { step } from './framework.ts';

/** Each line the driver has requested fires once, in interrupt context; then what it deferred runs. */
export function raiseInterrupts(host: Host): void {
  for (const { irq, handler, devId } of [...host.run.interrupts]) {
    host.kernel.enterHardirq();
    step(host, `interrupt ${irq}`, () => void host.code.callPointer(handler, irq, devId, 0));
    host.kernel.exitHardirq();
  }
  runDeferred(host);
}

/** Runs timers and tasklets that are due, once each, in softirq context. */
export function runDeferred(host: Host): void {
  for (const { kind, object } of host.run.deferred.splice(0)) {
    host.kernel.enterSoftirq();
    step(host, kind, () => void host.code.call(`fh_${kind}_run`, object));
    host.kernel.exitSoftirq();
  }
}
