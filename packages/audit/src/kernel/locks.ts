/** What a call does to the context. [6.1 include/linux/spinlock.h, rwlock.h, irqflags.h, bottom_half.h, rcupdate.h] */
export interface LockCall {
  readonly takes: boolean;
  readonly interruptsOff: boolean;
  /** What is held, for messages. */
  readonly what: string;
}

const forms = /^(?:raw_)?(spin|read|write)_(un)?lock(_irqsave|_irqrestore|_irq|_bh)?$/;

/** What a function of this name does to the context; null for other functions. */
export function lockCall(name: string): LockCall | null {
  if (name === 'local_irq_save' || name === 'local_irq_disable' || name === 'cli' || name === 'save_flags_cli')
    return { takes: true, interruptsOff: true, what: 'interrupts off' };
  if (name === 'local_irq_restore' || name === 'local_irq_enable' || name === 'sti')
    return { takes: false, interruptsOff: true, what: 'interrupts off' };
  const form = forms.exec(name);
  if (!form) return null;
  const interruptsOff = form[3]?.startsWith('_irq') ?? false;
  return {
    takes: form[2] === undefined,
    interruptsOff,
    what: interruptsOff ? 'a spinlock held and interrupts off' : 'a spinlock held',
  };
}

/** Whether an allocation with these flags may sleep; null when the flags do not tell. */
export function maySleep(flags: string): boolean | null {
  if (/\bGFP_(?:KERNEL|USER|NOIO|NOFS|KERNEL_ACCOUNT|HIGHUSER)\b/.test(flags)) return !/\?/.test(flags);
  if (/\bGFP_(?:ATOMIC|NOWAIT)\b/.test(flags)) return false;
  return null;
}
