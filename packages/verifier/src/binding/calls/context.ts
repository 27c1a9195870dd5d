import { allocation, checkRange, type Call, type CallGroup, type Host } from '../host.ts';

/** Where the one task's structure and stack lie: 8 KiB, as on the machines of 2.4, at an address nothing else has. */
const TASK = 0x7100_0000;
const TASK_BYTES = 8192;
/** The word of a lock that tells whether it is taken: a lock is memory like any other. */
const LOCK_BYTES = 4;

/** `current`: all zeros, made when first asked for. */
export function taskOf(host: Host): number {
  if (!host.space.startingAt(TASK)) {
    host.space.addPages(allocation(host, 'current', TASK, TASK_BYTES), 'zeroed');
  }
  return TASK;
}

/** Interrupt flags, bottom halves and spin locks: by the kit's names, and by those of the overlay before real headers. */
export const contextCalls: CallGroup = (host) => {
  const { memory } = host;
  const flags = (): number => {
    const now = host.kernel.localIrqSave();
    host.kernel.localIrqRestore(now);
    return now;
  };
  const lock: Call = (address) => {
    checkRange(host, address, LOCK_BYTES, true);
    host.kernel.spinLock(address);
    memory.setU32(address, 1);
    return undefined;
  };
  const unlock: Call = (address) => {
    checkRange(host, address, LOCK_BYTES, true);
    host.kernel.spinUnlock(address);
    memory.setU32(address, 0);
    return undefined;
  };
  const tryLock: Call = (address) => {
    checkRange(host, address, LOCK_BYTES, true);
    if (memory.u32(address) !== 0) return 0;
    lock(address);
    return 1;
  };
  const save: Call = () => host.kernel.localIrqSave();
  const restore: Call = (saved) => void host.kernel.localIrqRestore(saved);
  const disable: Call = () => void host.kernel.localIrqDisable();
  const enable: Call = () => void host.kernel.localIrqEnable();
  const disableBottomHalves: Call = () => void host.kernel.enterSoftirq();
  const enableBottomHalves: Call = () => void host.kernel.exitSoftirq();
  const inInterrupt: Call = () => (host.kernel.inInterrupt() ? 1 : 0);
  return {
    ...{ __irq_save: save, __irq_flags: flags, __restore_flags: restore, __cli: disable, __sti: enable },
    ...{ spin_lock: lock, spin_unlock: unlock, spin_trylock: tryLock, in_interrupt: inInterrupt, in_irq: inInterrupt },
    ...{ local_bh_disable: disableBottomHalves, local_bh_enable: enableBottomHalves },
    spin_is_locked(address) {
      checkRange(host, address, LOCK_BYTES, false);
      return memory.u32(address);
    },
    ...{ __model_irq_save: save, __model_irq_flags: flags, __model_irq_restore: restore },
    ...{ __model_irq_disable: disable, __model_irq_enable: enable },
    ...{ __model_spin_lock: lock, __model_spin_unlock: unlock, __model_spin_trylock: tryLock },
    ...{ __model_bh_disable: disableBottomHalves, __model_bh_enable: enableBottomHalves },
    ...{ __model_in_interrupt: inInterrupt, __model_in_irq: inInterrupt, __model_in_softirq: () => 0 },
    __model_current: () => taskOf(host),
    // a module that is in use can be held [2.4.27 kernel/module.c]
    try_inc_mod_count: () => 1,
    __model_synchronize_irq: () => undefined,
    synchronize_irq: () => undefined,
  };
};
