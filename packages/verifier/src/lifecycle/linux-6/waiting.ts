import { arrive } from '../interrupts.ts';
import { DriverStopped } from '../../memory/stops.ts';
import type { Call, CallGroup, Host } from '../../binding/host.ts';
import type { RunState } from '../../binding/run-state.ts';
import type { Framework } from '../framework.ts';

const ERESTARTSYS = -512;
/** Sleeps of one step after which a wait that nothing ends is given up. */
const PATIENCE = 8;

const heldMutexes = new WeakMap<RunState, Set<number>>();

function mutexesOf(host: Host): Set<number> {
  const known = heldMutexes.get(host.run) ?? new Set<number>();
  heldMutexes.set(host.run, known);
  return known;
}

const calls: CallGroup = (host) => {
  const sleep = (what: string): void => {
    host.kernel.mightSleep(what);
    arrive(host);
    const { run } = host;
    // one between two looks at a register is part of a wait for the device: that comes to its end by itself
    const looked = run.fuelAtDeviceAccess !== null && run.fuelAtDeviceAccess <= run.fuelAtSleep;
    run.fuelAtSleep = run.fuel;
    // a wait for what this machine does not do: nothing can be said of what would follow
    if (!looked && ++run.sleeps > PATIENCE * 4) throw new DriverStopped({ kind: 'waits' });
  };
  const asleep =
    (what: string, result: number): Call =>
    () => {
      sleep(what);
      return result;
    };
  const timed =
    (what: string): Call =>
    (completion) => {
      sleep(what);
      host.code.call('fh_completion_take', completion);
      return host.kernel.fallible(what) ? 0 : 1;
    };
  const waited =
    (what: string, result: number): Call =>
    (completion) => {
      sleep(what);
      host.code.call('fh_completion_take', completion);
      return result;
    };
  const signalled =
    (what: string, result: number): Call =>
    (completion) => {
      sleep(what);
      if (host.kernel.fallible(what)) return ERESTARTSYS;
      host.code.call('fh_completion_take', completion);
      return result;
    };
  const lock: Call = (mutex) => {
    host.kernel.mightSleep('mutex_lock');
    mutexesOf(host).add(mutex);
    return 0;
  };
  const unlock: Call = (mutex) => {
    mutexesOf(host).delete(mutex);
    return undefined;
  };
  const nothing: Call = () => undefined;
  const delay: Call = () => void (host.run.fuelAtDeviceAccess = host.run.fuel);
  return {
    __might_sleep: (file, line) =>
      void host.kernel.mightSleep(`might_sleep at ${host.memory.text(file).split('/').at(-1)!}:${line}`),
    __might_resched: nothing,
    __cond_resched: () => 0,
    ...{ mutex_lock: lock, mutex_lock_interruptible: lock, mutex_lock_killable: lock, mutex_unlock: unlock },
    ...{ mutex_lock_io: lock, rt_mutex_lock: lock, rt_mutex_unlock: unlock },
    mutex_trylock: (mutex) => (mutexesOf(host).has(mutex) ? 0 : (mutexesOf(host).add(mutex), 1)),
    mutex_is_locked: (mutex) => (mutexesOf(host).has(mutex) ? 1 : 0),
    ...{ __mutex_init: nothing, mutex_destroy: nothing, __init_rwsem: nothing, __init_waitqueue_head: nothing },
    ...{ down: asleep('down', 0), down_interruptible: asleep('down', 0), down_read: asleep('down_read', 0) },
    ...{ down_write: asleep('down_write', 0), up: nothing, up_read: nothing, up_write: nothing },
    down_timeout: asleep('down_timeout', 0),
    down_trylock: () => 0,
    wait_for_completion: waited('wait_for_completion', 0),
    wait_for_completion_io: waited('wait_for_completion', 0),
    wait_for_completion_timeout: timed('wait_for_completion_timeout'),
    wait_for_completion_io_timeout: timed('wait_for_completion_timeout'),
    wait_for_completion_interruptible: signalled('wait_for_completion_interruptible', 0),
    wait_for_completion_killable: signalled('wait_for_completion_killable', 0),
    wait_for_completion_interruptible_timeout: signalled('wait_for_completion_interruptible_timeout', 1),
    wait_for_completion_killable_timeout: signalled('wait_for_completion_killable_timeout', 1),
    schedule: asleep('schedule', 0),
    schedule_timeout: asleep('schedule_timeout', 0),
    schedule_timeout_interruptible: asleep('schedule_timeout', 0),
    schedule_timeout_uninterruptible: asleep('schedule_timeout', 0),
    prepare_to_wait_event: (_head, _entry, state) =>
      (state & 1) !== 0 && host.run.sleeps > PATIENCE ? ERESTARTSYS : 0,
    ...{ init_wait_entry: nothing, finish_wait: nothing, prepare_to_wait: nothing, __wake_up: nothing },
    ...{ add_wait_queue: nothing, remove_wait_queue: nothing, wake_up_process: () => 1 },
    msleep: asleep('msleep', 0),
    msleep_interruptible: asleep('msleep', 0),
    ssleep: asleep('msleep', 0),
    usleep_range_state: asleep('usleep_range', 0),
    usleep_range: asleep('usleep_range', 0),
    ...{ __model_udelay: delay, __const_udelay: delay },
    __model_cycles: () => ++host.run.jiffies,
    msecs_to_jiffies: (ms) => Math.ceil(ms / 10),
    __msecs_to_jiffies: (ms) => Math.ceil(ms / 10),
    __usecs_to_jiffies: (us) => Math.ceil(us / 10000),
    jiffies_to_msecs: (ticks) => ticks * 10,
    jiffies_to_usecs: (ticks) => ticks * 10000,
    round_jiffies: (ticks) => ticks,
    round_jiffies_relative: (ticks) => ticks,
    ...{ ktime_get: () => ++host.run.jiffies * 1_000_000, ktime_get_raw: () => ++host.run.jiffies * 1_000_000 },
    ktime_get_with_offset: () => ++host.run.jiffies * 1_000_000,
  };
};

/** Sleeping, mutexes, completions and time. While a driver sleeps its interrupts come [6.1 kernel/sched]. */
export const waiting: Framework = {
  name: 'waiting',
  headers: ['linux/completion.h', 'linux/mutex.h', 'linux/wait.h'],
  calls,
  use: null,
  glue: `
void fh_completion_take(struct completion *completion)
{
	if (completion->done && completion->done != UINT_MAX)
		completion->done--;
}

void complete(struct completion *completion)
{
	if (completion->done != UINT_MAX)
		completion->done++;
}

void complete_all(struct completion *completion)
{
	completion->done = UINT_MAX;
}

bool try_wait_for_completion(struct completion *completion)
{
	bool done = completion->done != 0;

	fh_completion_take(completion);
	return done;
}

bool completion_done(struct completion *completion)
{
	return completion->done != 0;
}
`,
};
