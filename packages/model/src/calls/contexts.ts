import type { ContextCalls, KernelLock } from '../kernel.ts';
import { MAX_NESTED_LOCKS } from '../machine/context.ts';
import type { Irqs } from '../machine/irqs.ts';
import { kernelLocks, type Machine } from '../machine/machine.ts';
import { must, u32 } from '../model-error.ts';
import { k1 } from '../rules/k01-sleep-in-atomic.ts';
import { k2 } from '../rules/k02-lock-held.ts';
import { k9 } from '../rules/k09-released-not-held.ts';

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** Interrupt context, irq flag, spinlocks and interrupt lines. */
export function contextCalls(machine: Machine, irqs: Irqs): ContextCalls {
  const { context, findings } = machine;

  function call(name: string, args: readonly number[], body: () => number): number {
    if (!machine.enter(name, args)) return 0;
    const result = body();
    machine.leave(result);
    return result;
  }

  function take(lock: number): void {
    if (!context.holds(lock) && context.lockDepth < MAX_NESTED_LOCKS) {
      context.pushLock(lock);
      return;
    }
    findings.raise(k2, { lock: `the spinlock ${hex(lock)}` });
    machine.stop('K2', 'driver', `deadlock on the spinlock ${hex(lock)}`);
  }

  function drop(lock: number): void {
    if (!context.dropLock(lock)) findings.raise(k9, { what: `the spinlock ${hex(lock)} is released and was not held` });
  }

  function saveIrqs(): number {
    const flags = context.irqsOff ? 1 : 0;
    context.setIrqsOff(true);
    return flags;
  }

  function leaveInterrupt(kind: 'hard interrupt' | 'softirq', depth: number, leave: () => void): number {
    if (depth === 0) findings.raise(k9, { what: `a ${kind} is left that was not entered` });
    else leave();
    return 0;
  }

  return {
    enterHardirq: () => void call('irq_enter', [], () => (context.addHardirq(1), 0)),
    exitHardirq: () =>
      void call('irq_exit', [], () => leaveInterrupt('hard interrupt', context.hardirqs, () => context.addHardirq(-1))),
    enterSoftirq: () => void call('local_bh_disable', [], () => (context.addSoftirq(1), 0)),
    exitSoftirq: () =>
      void call('local_bh_enable', [], () => leaveInterrupt('softirq', context.softirqs, () => context.addSoftirq(-1))),
    inInterrupt: () => context.inInterrupt(),
    localIrqSave: () => call('local_irq_save', [], saveIrqs),
    localIrqRestore(flags) {
      u32(flags, 'localIrqRestore', 'flags');
      call('local_irq_restore', [flags], () => (context.setIrqsOff(flags !== 0), 0));
    },
    localIrqDisable: () => void call('local_irq_disable', [], () => (context.setIrqsOff(true), 0)),
    localIrqEnable: () => void call('local_irq_enable', [], () => (context.setIrqsOff(false), 0)),
    irqsDisabled: () => context.irqsOff,
    spinLock(lock) {
      u32(lock, 'spinLock', 'lock');
      call('spin_lock', [lock], () => (take(lock), 0));
    },
    spinUnlock(lock) {
      u32(lock, 'spinUnlock', 'lock');
      call('spin_unlock', [lock], () => (drop(lock), 0));
    },
    spinLockIrqsave(lock) {
      u32(lock, 'spinLockIrqsave', 'lock');
      return call('spin_lock_irqsave', [lock], () => {
        const flags = saveIrqs();
        take(lock);
        return flags;
      });
    },
    spinUnlockIrqrestore(lock, flags) {
      u32(lock, 'spinUnlockIrqrestore', 'lock');
      u32(flags, 'spinUnlockIrqrestore', 'flags');
      call('spin_unlock_irqrestore', [lock, flags], () => {
        drop(lock);
        context.setIrqsOff(flags !== 0);
        return 0;
      });
    },
    spinLockBh(lock) {
      u32(lock, 'spinLockBh', 'lock');
      call('spin_lock_bh', [lock], () => {
        context.addSoftirq(1);
        take(lock);
        return 0;
      });
    },
    spinUnlockBh(lock) {
      u32(lock, 'spinUnlockBh', 'lock');
      call('spin_unlock_bh', [lock], () => {
        drop(lock);
        return leaveInterrupt('softirq', context.softirqs, () => context.addSoftirq(-1));
      });
    },
    mightSleep(what) {
      must(typeof what === 'string', what, 'mightSleep', 'what', 'a text');
      call(what, [], () => {
        if (context.isAtomic()) findings.raise(k1, { call: what, held: context.held });
        return 0;
      });
    },
    interruptWhile(lock: KernelLock, handler: () => void) {
      must(kernelLocks.includes(lock), lock, 'interruptWhile', 'lock', `one of ${kernelLocks.join(', ')}`);
      must(typeof handler === 'function', handler, 'interruptWhile', 'handler', 'a function');
      machine.armed = new Map([...machine.armed, [lock, handler]]);
    },
    requestIrq(irq, devId) {
      u32(irq, 'requestIrq', 'irq');
      u32(devId, 'requestIrq', 'devId');
      return call('request_irq', [irq, devId], () => irqs.request(machine, irq, devId));
    },
    freeIrq(irq, devId) {
      u32(irq, 'freeIrq', 'irq');
      u32(devId, 'freeIrq', 'devId');
      call('free_irq', [irq, devId], () => {
        if (!irqs.free(irq, devId)) {
          findings.raise(k9, { what: `interrupt ${irq} is freed and was not requested with this dev_id` });
        }
        return 0;
      });
    },
  };
}
