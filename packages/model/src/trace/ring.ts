const FIRST_CAPACITY = 64;

/**
 * The newest `limit` records of a numbered sequence, each of `width` numbers, in one array that is written in place:
 * recording leaves nothing for the garbage collector. Records that were overwritten or never written are not held.
 */
export class Ring {
  readonly limit: number;
  readonly #width: number;
  #values: Float64Array;

  constructor(limit: number, width: number) {
    this.limit = limit;
    this.#width = width + 1;
    this.#values = new Float64Array(Math.min(limit, FIRST_CAPACITY) * this.#width);
  }

  /** Position of a record, for arrays that run along. */
  slot(index: number): number {
    return index % this.limit;
  }

  /** Starts record `index`; its numbers are then `set`. */
  open(index: number): void {
    const at = this.slot(index) * this.#width;
    if (at >= this.#values.length) {
      const larger = new Float64Array(Math.min(this.limit * this.#width, this.#values.length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[at] = index + 1;
  }

  set(index: number, field: number, value: number): void {
    this.#values[this.slot(index) * this.#width + 1 + field] = value;
  }

  get(index: number, field: number): number {
    return this.#values[this.slot(index) * this.#width + 1 + field]!;
  }

  holds(index: number): boolean {
    return index >= 0 && this.limit > 0 && this.#values[this.slot(index) * this.#width] === index + 1;
  }

  /** Numbers of the records held below `end`, oldest first. */
  held(end: number): number[] {
    const numbers: number[] = [];
    for (let index = Math.max(0, end - this.limit); index < end; index++) if (this.holds(index)) numbers.push(index);
    return numbers;
  }
}
