import { arrive } from '../../lifecycle/interrupts.ts';
import { DriverStopped } from '../../memory/stops.ts';
import { checkRange, type Call, type CallGroup } from '../host.ts';
import { taskOf } from './context.ts';

const EINTR = -4;
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
  /** Bytes of a semaphore's count, which is its first word in the kit and before a tree's headers. */
  const countOf = (semaphore: number): number => {
    checkRange(host, semaphore, 4, true);
    return host.memory.u32(semaphore) | 0;
  };
  const takeAtOnce = (semaphore: number): boolean => {
    const count = countOf(semaphore);
    if (count <= 0) return false;
    host.memory.setU32(semaphore, count - 1);
    return true;
  };
  /** Whether the semaphore was taken before a signal came; who waits without signals would wait for ever. */
  const take = (what: string, semaphore: number): boolean => {
    host.kernel.mightSleep(what);
    // a thread of the driver's own is not run: it may be what would have given the semaphore
    while (!takeAtOnce(semaphore)) if (sleep(what)) return host.run.stubs.has('kernel_thread');
    return true;
  };
  // a delay between accesses is part of talking to the device
  const delay: Call = () => void (host.run.fuelAtDeviceAccess = host.run.fuel);
  return {
    ...sleepOn('schedule'),
    ...sleepOn('sleep_on'),
    ...sleepOn('interruptible_sleep_on'),
    down(semaphore) {
      if (!take('down', semaphore)) throw new DriverStopped({ kind: 'waits' });
      return undefined;
    },
    down_interruptible: (semaphore) => (take('down_interruptible', semaphore) ? 0 : EINTR),
    down_trylock: (semaphore) => (takeAtOnce(semaphore) ? 0 : 1),
    up(semaphore) {
      host.memory.setU32(semaphore, countOf(semaphore) + 1);
      return undefined;
    },
    ...timed('schedule_timeout'),
    ...timed('sleep_on_timeout'),
    ...timed('interruptible_sleep_on_timeout'),
    __wait_on_queue: () => (sleep('wait_event_interruptible') ? ERESTARTSYS : 0),
    signal_pending: () => (host.run.sleeps > PATIENCE ? 1 : 0),
    ...{ add_wait_queue: () => undefined, remove_wait_queue: () => undefined },
    wake_up: () => undefined,
    wake_up_interruptible: () => undefined,
    __wake_up: () => undefined,
    set_current_state: () => undefined,
    ...{ udelay: delay, mdelay: delay, __model_udelay: delay },
    __jiffies: () => ++host.run.jiffies,
  };
};
