import { arrive } from '../../lifecycle/interrupts.ts';
import type { Call, CallGroup } from '../host.ts';
import { taskOf } from './context.ts';

const ERESTARTSYS = -512;
/** Sleeps after which a signal arrives: a wait for a device that does nothing has to end. */
const PATIENCE = 8;

/**
 * Waiting, semaphores and time. While the driver sleeps its interrupts come, and then the sleep is over; the model checks
 * that sleeping was allowed.
 */
export const sleepingCalls: CallGroup = (host) => {
  const sleep = (what: string): boolean => {
    host.kernel.mightSleep(what);
    arrive(host);
    const signalled = ++host.run.sleeps > PATIENCE;
    if (signalled) host.code.call('fh_task_signal', taskOf(host), 1);
    return signalled;
  };
  const sleepOn = (name: string): Record<string, Call> => ({ [name]: () => void sleep(name) });
  const timed = (name: string): Record<string, Call> => ({
    [name]: () => {
      sleep(name);
      return 0;
    },
  });
  // a delay between accesses is part of talking to the device
  const delay: Call = () => void (host.run.fuelAtDeviceAccess = host.run.fuel);
  return {
    ...sleepOn('schedule'),
    ...sleepOn('sleep_on'),
    ...sleepOn('interruptible_sleep_on'),
    ...sleepOn('down'),
    ...timed('schedule_timeout'),
    ...timed('sleep_on_timeout'),
    ...timed('interruptible_sleep_on_timeout'),
    __wait_on_queue: () => (sleep('wait_event_interruptible') ? ERESTARTSYS : 0),
    signal_pending: () => (host.run.sleeps > PATIENCE ? 1 : 0),
    ...timed('down_interruptible'),
    down_trylock: () => 0,
    up: () => undefined,
    wake_up: () => undefined,
    wake_up_interruptible: () => undefined,
    __wake_up: () => undefined,
    set_current_state: () => undefined,
    ...{ udelay: delay, mdelay: delay, __model_udelay: delay },
    __jiffies: () => ++host.run.jiffies,
  };
};
