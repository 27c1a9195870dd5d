import type { Call, CallGroup, Host } from '../../binding/host.ts';
import type { Framework } from '../framework.ts';
import { manage, unmanage } from './managed.ts';

/** Stands for a handler that a driver left out: the thread is woken at once [6.1 kernel/irq/manage.c]. */
function request(host: Host, irq: number, handler: number, thread: number, devId: number): number {
  const failed = host.kernel.requestIrq(irq, devId);
  if (failed === 0) host.run.interrupts.push({ irq, handler, devId, thread });
  return failed;
}

function free(host: Host, irq: number, devId: number): undefined {
  host.kernel.freeIrq(irq, devId);
  const index = host.run.interrupts.findIndex((line) => line.irq === irq && line.devId === devId);
  if (index >= 0) host.run.interrupts.splice(index, 1);
  return undefined;
}

const calls: CallGroup = (host) => {
  const managed = (device: number, irq: number, handler: number, thread: number, devId: number): number => {
    const failed = request(host, irq, handler, thread, devId);
    // two handlers of one line differ by what they were given
    if (failed === 0) manage(host, device, { object: irq ^ devId, release: () => free(host, irq, devId) });
    return failed;
  };
  const nothing: Call = () => undefined;
  return {
    request_threaded_irq: (irq, handler, thread, _flags, _name, devId) => request(host, irq, handler, thread, devId),
    request_any_context_irq: (irq, handler, _flags, _name, devId) => request(host, irq, handler, 0, devId),
    devm_request_threaded_irq: (device, irq, handler, thread, _flags, _name, devId) =>
      managed(device, irq, handler, thread, devId),
    devm_request_any_context_irq: (device, irq, handler, _flags, _name, devId) =>
      managed(device, irq, handler, 0, devId),
    free_irq(irq, devId) {
      free(host, irq, devId);
      return 0;
    },
    devm_free_irq(device, irq, devId) {
      unmanage(host, device, irq ^ devId)?.release();
      return undefined;
    },
    ...{ enable_irq: nothing, disable_irq: nothing, disable_irq_nosync: nothing, synchronize_irq: nothing },
  };
};

/** Interrupt lines, with threads where a driver gives one. */
export const interruptLines: Framework = {
  name: 'interrupt lines',
  headers: ['linux/interrupt.h'],
  calls,
  use: null,
  glue: '',
};
