/**
 * What a call does to the context that the code after it runs in.
 * [6.1 include/linux/spinlock.h, rwlock.h, irqflags.h, bottom_half.h, preempt.h, rcupdate.h; 2.4 include/linux/interrupt.h]
 */
export interface LockCall {
  readonly takes: boolean;
  readonly interruptsOff: boolean;
  /** What is held, for messages. */
  readonly what: string;
  /** Taking and giving back go together when this is the same and, but for `irq`, the first argument is. */
  readonly key: string;
  /** False where it may fail, or is only known by its name: enough to doubt, not to blame. */
  readonly certain: boolean;
}

const forms = /^(?:raw_)?(spin|read|write)_(un|try)?lock(_irqsave|_irqrestore|_irq|_bh)?(?:_nested)?$/;

const interruptCalls: ReadonlyMap<string, boolean> = new Map([
  ...['local_irq_save', 'local_irq_disable', 'cli', 'save_flags_cli', 'save_and_cli'].map(taking(true)),
  ...['local_irq_restore', 'local_irq_enable', 'sti', 'restore_flags'].map(taking(false)),
]);

const sections: ReadonlyMap<string, readonly [boolean, string]> = new Map([
  ['local_bh_disable', [true, 'softirqs off']],
  ['local_bh_enable', [false, 'softirqs off']],
  ['preempt_disable', [true, 'preemption off']],
  ['preempt_enable', [false, 'preemption off']],
  ['rcu_read_lock', [true, 'an RCU read lock held']],
  ['rcu_read_unlock', [false, 'an RCU read lock held']],
]);

/** Locks that sleep: the context stays as it is. [6.1 include/linux/mutex.h, rwsem.h, rtnetlink.h, device.h, net/sock.h] */
const sleeping =
  /^(?:(?:rt_)?mutex|rtnl|ww_mutex|down|up|inode|lock_(?:kernel|sock)|unlock_kernel|device|console|srcu_read|i2c|mmap_\w+|usb|clk_prepare|vb2|regmap|drm_modeset|net|hwspin)(?:_|$)/;

/** A lock by nothing but its name, as drivers call their own: `hw_lock(hw)`, `port_unlock_irq(port)`. */
const named = /^(\w*?)(un|try)?lock(?:_(?:irqsave|irqrestore|irq|bh|nested))*$/i;

/** What a function of this name does to the context; null for other functions. */
export function lockCall(name: string): LockCall | null {
  const interrupts = interruptCalls.get(name);
  if (interrupts !== undefined)
    return { takes: interrupts, interruptsOff: true, what: 'interrupts off', key: 'irq', certain: true };
  const section = sections.get(name);
  if (section) return { takes: section[0], interruptsOff: false, what: section[1], key: section[1], certain: true };
  const form = forms.exec(name);
  if (form) {
    const interruptsOff = form[3]?.startsWith('_irq') ?? false;
    const what = interruptsOff ? 'a spinlock held and interrupts off' : 'a spinlock held';
    return { takes: form[2] !== 'un', interruptsOff, what, key: form[1]!, certain: form[2] !== 'try' };
  }
  const own = named.exec(name);
  if (!own || sleeping.test(name) || !isWord(own[1]!)) return null;
  const what = `what ${name} took held`;
  return { takes: own[2] !== 'un', interruptsOff: false, what, key: own[1]!.toLowerCase(), certain: false };
}

/** Whether an allocation with these flags may sleep; null when the flags do not tell. */
export function maySleep(flags: string): boolean | null {
  if (/\bGFP_(?:KERNEL|USER|NOIO|NOFS|KERNEL_ACCOUNT|HIGHUSER)\b/.test(flags)) return !/\?/.test(flags);
  if (/\bGFP_(?:ATOMIC|NOWAIT)\b/.test(flags)) return false;
  return null;
}

/** Whether `lock` is a word of its own behind this: in `hw_lock` it is, in `block`, `clock` and `unblock` it is not. */
function isWord(before: string): boolean {
  return before === '' || before.endsWith('_');
}

function taking(takes: boolean): (name: string) => [string, boolean] {
  return (name) => [name, takes];
}
