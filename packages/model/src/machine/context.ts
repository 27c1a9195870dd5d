import { Words, type Journal } from './journal.ts';
import type { ContextName } from '../trace/trace-event.ts';

const HARDIRQ = 0;
const SOFTIRQ = 1;
const IRQS_OFF = 2;
const LOCKS = 3;
const FIRST_LOCK = 4;
/** Locks that may nest; deeper is not to be found in a driver. */
export const MAX_NESTED_LOCKS = 60;

/** What the CPU is doing: interrupt counts, the irq flag, locks held in the order they were taken. */
export class Context {
  readonly #words: Words;

  constructor(journal: Journal) {
    this.#words = new Words(journal, FIRST_LOCK + MAX_NESTED_LOCKS);
  }

  get hardirqs(): number {
    return this.#words.get(HARDIRQ);
  }

  get softirqs(): number {
    return this.#words.get(SOFTIRQ);
  }

  addHardirq(difference: 1 | -1): void {
    this.#words.add(HARDIRQ, difference);
  }

  addSoftirq(difference: 1 | -1): void {
    this.#words.add(SOFTIRQ, difference);
  }

  /** Hard-irq count + bottom-half count; sees neither the irq flag nor locks. [2.4.27 include/asm-ppc/hardirq.h] */
  inInterrupt(): boolean {
    return this.hardirqs + this.softirqs !== 0;
  }

  get irqsOff(): boolean {
    return this.#words.get(IRQS_OFF) !== 0;
  }

  setIrqsOff(off: boolean): void {
    this.#words.set(IRQS_OFF, off ? 1 : 0);
  }

  get lockDepth(): number {
    return this.#words.get(LOCKS);
  }

  /** The i-th lock held, in the order they were taken, as an address. */
  lock(index: number): number {
    return this.#words.getU32(FIRST_LOCK + index);
  }

  holds(lock: number): boolean {
    for (let index = 0; index < this.lockDepth; index++) if (this.lock(index) === lock) return true;
    return false;
  }

  pushLock(lock: number): void {
    this.#words.set(FIRST_LOCK + this.lockDepth, lock);
    this.#words.add(LOCKS, 1);
  }

  /** Releases a lock in any order; false when it was not held. */
  dropLock(lock: number): boolean {
    const depth = this.lockDepth;
    for (let index = depth - 1; index >= 0; index--) {
      if (this.lock(index) !== lock) continue;
      for (let later = index; later < depth - 1; later++) this.#words.set(FIRST_LOCK + later, this.lock(later + 1));
      this.#words.add(LOCKS, -1);
      return true;
    }
    return false;
  }

  /** Whether sleeping is forbidden. */
  isAtomic(): boolean {
    return this.inInterrupt() || this.irqsOff || this.lockDepth > 0;
  }

  get name(): ContextName {
    if (this.hardirqs > 0) return 'hardirq';
    if (this.softirqs > 0) return 'softirq';
    return this.irqsOff || this.lockDepth > 0 ? 'atomic' : 'process';
  }

  /** What makes the context atomic, for a message: `interrupts off`, `a spinlock held`, or both. */
  get held(): string {
    const reasons = [];
    if (this.hardirqs > 0) reasons.push('a hard interrupt being handled');
    if (this.softirqs > 0) reasons.push('bottom halves off or running');
    if (this.irqsOff) reasons.push('interrupts off');
    if (this.lockDepth > 0) reasons.push(this.lockDepth === 1 ? 'a spinlock held' : `${this.lockDepth} spinlocks held`);
    return reasons.join(' and ');
  }
}
