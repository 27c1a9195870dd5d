import type { Call, CallGroup, Host } from '../../binding/host.ts';
import { taskOf } from '../../binding/calls/context.ts';
import type { RunState } from '../../binding/run-state.ts';
import type { Framework } from '../framework.ts';

/** How often each spin lock is held; readers may be several. */
const heldLocks = new WeakMap<RunState, Map<number, number>>();

function locksOf(host: Host): Map<number, number> {
  const known = heldLocks.get(host.run) ?? new Map<number, number>();
  heldLocks.set(host.run, known);
  return known;
}

/** Fields of preempt_count [6.1 include/linux/preempt.h]. */
const SOFTIRQ_OFFSET = 0x100;
const HARDIRQ_OFFSET = 0x10000;

const calls: CallGroup = (host) => {
  const lock: Call = (address) => {
    host.kernel.spinLock(address);
    locksOf(host).set(address, 1);
    return undefined;
  };
  const unlock: Call = (address) => {
    host.kernel.spinUnlock(address);
    locksOf(host).delete(address);
    return undefined;
  };
  const readLock: Call = (address) => {
    const readers = locksOf(host).get(address) ?? 0;
    if (readers === 0) host.kernel.spinLock(address);
    locksOf(host).set(address, readers + 1);
    return undefined;
  };
  const readUnlock: Call = (address) => {
    const readers = locksOf(host).get(address) ?? 0;
    if (readers <= 1) return unlock(address);
    locksOf(host).set(address, readers - 1);
    return undefined;
  };
  const tryLock: Call = (address) => {
    if (locksOf(host).has(address)) return 0;
    lock(address);
    return 1;
  };
  const bhOff = (): void => host.kernel.enterSoftirq();
  const bhOn = (): void => host.kernel.exitSoftirq();
  const flavours = (kind: string, take: Call, give: Call): Record<string, Call> => ({
    [`_raw_${kind}_lock`]: take,
    [`_raw_${kind}_unlock`]: give,
    [`_raw_${kind}_lock_irqsave`]: (address) => {
      const flags = host.kernel.localIrqSave();
      take(address);
      return flags;
    },
    [`_raw_${kind}_unlock_irqrestore`]: (address, flags) => {
      give(address);
      host.kernel.localIrqRestore(flags);
      return undefined;
    },
    [`_raw_${kind}_lock_irq`]: (address) => {
      host.kernel.localIrqDisable();
      return take(address);
    },
    [`_raw_${kind}_unlock_irq`]: (address) => {
      give(address);
      host.kernel.localIrqEnable();
      return undefined;
    },
    [`_raw_${kind}_lock_bh`]: (address) => {
      bhOff();
      return take(address);
    },
    [`_raw_${kind}_unlock_bh`]: (address) => {
      give(address);
      bhOn();
      return undefined;
    },
    [`_raw_${kind}_trylock`]: tryLock,
  });
  return {
    ...flavours('spin', lock, unlock),
    ...flavours('write', lock, unlock),
    ...flavours('read', readLock, readUnlock),
    _raw_spin_trylock_bh(address) {
      if (locksOf(host).has(address)) return 0;
      bhOff();
      lock(address);
      return 1;
    },
    __local_bh_enable_ip: () => void bhOn(),
    __model_preempt_count() {
      if (!host.kernel.inInterrupt()) return 0;
      return host.run.inHandler ? HARDIRQ_OFFSET : SOFTIRQ_OFFSET;
    },
    __model_preempt_add(value) {
      const change = value | 0;
      if (change >= SOFTIRQ_OFFSET && change < HARDIRQ_OFFSET) bhOff();
      if (change <= -SOFTIRQ_OFFSET && change > -HARDIRQ_OFFSET) bhOn();
      return undefined;
    },
    __model_current: () => taskOf(host),
    // the task's structure is larger than its thread's: both are zeros, one behind the other
    __model_thread_info: () => taskOf(host) + 0x1f00,
  };
};

/** Spin locks, bottom halves and what in_interrupt() reads [6.1 include/linux/spinlock_api_smp.h]. */
export const locks: Framework = {
  name: 'locks',
  headers: ['linux/spinlock.h', 'linux/sched.h'],
  calls,
  use: null,
  glue: `
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 7, 0)
void __raw_spin_lock_init(raw_spinlock_t *lock, const char *name, struct lock_class_key *key, short inner)
#else
void __raw_spin_lock_init(raw_spinlock_t *lock, const char *name, struct lock_class_key *key)
#endif
{
	*lock = __RAW_SPIN_LOCK_UNLOCKED(lock);
}

void __rwlock_init(rwlock_t *lock, const char *name, struct lock_class_key *key)
{
	*lock = __RW_LOCK_UNLOCKED(lock);
}

void fh_task_signal(struct task_struct *task, int pending)
{
}
`,
};
