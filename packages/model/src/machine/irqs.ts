import { Words, type Journal } from './journal.ts';
import type { Machine } from './machine.ts';

/** Interrupt lines of the machine. */
const NR_IRQS = 256;
const ENOMEM = 12;
const EBUSY = 16;
const EINVAL = 22;

const TAKEN = 0;
const DEV_ID = 1;
const SINCE = 2;
const STRIDE = 3;

/** Interrupt lines and who has requested them. Lines are not shared. */
export class Irqs {
  readonly #words: Words;

  constructor(journal: Journal) {
    this.#words = new Words(journal, NR_IRQS * STRIDE);
  }

  /** request_irq: 0, -EINVAL, -EBUSY, or -ENOMEM when the fault plan says so. */
  request(machine: Machine, irq: number, devId: number): number {
    if (irq >= NR_IRQS) return -EINVAL;
    if (machine.stepFails('request-irq', 0, 0)) return -ENOMEM;
    if (this.#words.get(irq * STRIDE + TAKEN) !== 0) return -EBUSY;
    this.#words.set(irq * STRIDE + TAKEN, 1);
    this.#words.set(irq * STRIDE + DEV_ID, devId);
    this.#words.set(irq * STRIDE + SINCE, machine.trace.seq);
    return 0;
  }

  /** free_irq: false when the line was not requested with this dev_id. */
  free(irq: number, devId: number): boolean {
    if (irq >= NR_IRQS || this.#words.get(irq * STRIDE + TAKEN) === 0) return false;
    if (this.#words.getU32(irq * STRIDE + DEV_ID) !== devId) return false;
    this.#words.set(irq * STRIDE + TAKEN, 0);
    return true;
  }

  *taken(): Generator<{ irq: number; since: number }> {
    for (let irq = 0; irq < NR_IRQS; irq++) {
      if (this.#words.get(irq * STRIDE + TAKEN) !== 0) yield { irq, since: this.#words.get(irq * STRIDE + SINCE) };
    }
  }
}
