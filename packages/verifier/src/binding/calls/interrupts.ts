import type { CallGroup } from '../host.ts';

/** request_irq and free_irq [2.4.27 arch/ppc/kernel/irq.c]. */
export const interruptCalls: CallGroup = (host) => ({
  request_irq(irq, handler, _flags, _name, devId) {
    const failed = host.kernel.requestIrq(irq, devId);
    if (failed === 0) host.run.interrupts.push({ irq: irq, handler: handler, devId: devId });
    return failed;
  },
  free_irq(irq, devId) {
    host.kernel.freeIrq(irq, devId);
    const index = host.run.interrupts.findIndex((line) => line.irq === irq && line.devId === devId);
    if (index >= 0) host.run.interrupts.splice(index, 1);
    return undefined;
  },
  enable_irq: () => undefined,
  disable_irq: () => undefined,
});
