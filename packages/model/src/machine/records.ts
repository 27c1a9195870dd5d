import { Words, type Journal } from './journal.ts';

/**
 * A table of equal records in journaled words, numbered from 1 (0 is NULL). Freed numbers are used again, the latest
 * first. Field 0 of a live record is not 0.
 */
export class Records {
  readonly words: Words;
  readonly #stride: number;
  readonly #state: Words;

  constructor(journal: Journal, stride: number) {
    this.#stride = stride;
    this.words = new Words(journal, stride * 16);
    this.#state = new Words(journal, 2); // 0: highest number used, 1: first free record + 1 link
  }

  /** Highest number in use so far: records 1..count may be live. */
  get count(): number {
    return this.#state.get(0);
  }

  /** Index of field 0 of a record in `words`. */
  base(record: number): number {
    return record * this.#stride;
  }

  isLive(record: number): boolean {
    return record > 0 && record <= this.count && this.words.get(this.base(record)) !== 0;
  }

  /** A record whose fields are 0, but for field 0, which is `tag` (not 0). */
  create(tag: number): number {
    let record = this.#state.get(1);
    if (record !== 0) {
      this.#state.set(1, this.words.get(this.base(record) + 1));
      this.words.set(this.base(record) + 1, 0);
    } else {
      record = this.#state.add(0, 1);
      this.words.reserve((record + 1) * this.#stride);
    }
    this.words.set(this.base(record), tag);
    return record;
  }

  /** Gives a record back; its fields are cleared. */
  release(record: number): void {
    const base = this.base(record);
    for (let field = 0; field < this.#stride; field++) {
      if (this.words.get(base + field) !== 0) this.words.set(base + field, 0);
    }
    this.words.set(base + 1, this.#state.get(1));
    this.#state.set(1, record);
  }

  get(record: number, field: number): number {
    return this.words.get(record * this.#stride + field);
  }

  getU32(record: number, field: number): number {
    return this.words.getU32(record * this.#stride + field);
  }

  set(record: number, field: number, value: number): void {
    this.words.set(record * this.#stride + field, value);
  }
}
