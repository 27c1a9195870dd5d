import { ModelError } from '../model-error.ts';

const BLOCK_SHIFT = 6;
const BLOCK = 1 << BLOCK_SHIFT;

/**
 * Undo log of a machine's state. The first write to a block of 64 words after a snapshot saves that block, so a snapshot
 * costs nothing, a restore costs what changed, and neither depends on the size of the machine. Before the first snapshot
 * nothing is saved.
 */
export class Journal {
  /** Changes with every snapshot and restore; a block with another stamp has not been saved since. */
  epoch = 0;
  #lastEpoch = 0;
  #marks: { id: number; saved: number }[] = [];
  #lastMark = 0;
  #owners: Words[] = [];
  #blocks: number[] = [];
  #saved = new Int32Array(BLOCK * 64);

  save(owner: Words, block: number): void {
    const n = this.#owners.length;
    if ((n + 1) * BLOCK > this.#saved.length) {
      const larger = new Int32Array(this.#saved.length * 2);
      larger.set(this.#saved);
      this.#saved = larger;
    }
    const { values } = owner;
    const saved = this.#saved;
    for (let from = block << BLOCK_SHIFT, to = n * BLOCK, end = to + BLOCK; to < end;) saved[to++] = values[from++]!;
    this.#owners.push(owner);
    this.#blocks.push(block);
    owner.stamps[block] = this.epoch;
  }

  /** Marks the present state and returns its id. */
  mark(): number {
    this.#marks.push({ id: ++this.#lastMark, saved: this.#owners.length });
    this.epoch = ++this.#lastEpoch;
    return this.#lastMark;
  }

  /** Back to the state of a mark; younger marks are forgotten, this one stays. */
  restore(id: number): void {
    const mark = this.#popTo('restore', id);
    const saved = this.#saved;
    for (let n = this.#owners.length - 1; n >= mark.saved; n--) {
      const { values } = this.#owners[n]!;
      for (let to = this.#blocks[n]! << BLOCK_SHIFT, from = n * BLOCK, end = from + BLOCK; from < end;) {
        values[to++] = saved[from++]!;
      }
    }
    this.#owners.length = mark.saved;
    this.#blocks.length = mark.saved;
    this.epoch = ++this.#lastEpoch;
  }

  /** Forgets a mark and all younger ones; the state stays. What was saved since belongs to the mark before. */
  discard(id: number): void {
    this.#popTo('discard', id);
    this.#marks.pop();
    if (this.#marks.length > 0) return;
    this.#owners.length = 0;
    this.#blocks.length = 0;
  }

  /** Drops the marks younger than `id` and returns its own. */
  #popTo(call: string, id: number): { readonly saved: number } {
    const at = this.#marks.findLastIndex((mark) => mark.id === id);
    if (at < 0) throw new ModelError(`${call}: snapshot ${id} is not of this run, or an older one was restored since.`);
    this.#marks.length = at + 1;
    return this.#marks[at]!;
  }
}

/** Words of machine state (32 bits, signed) under a journal. Reading is direct; every write goes through `set`. */
export class Words {
  values: Int32Array;
  stamps: Int32Array;
  readonly #journal: Journal;

  constructor(journal: Journal, length: number) {
    this.#journal = journal;
    const blocks = Math.ceil(length / BLOCK);
    this.values = new Int32Array(blocks * BLOCK);
    this.stamps = new Int32Array(blocks);
  }

  get(index: number): number {
    return this.values[index]!;
  }

  /** The word as an address. */
  getU32(index: number): number {
    return this.values[index]! >>> 0;
  }

  set(index: number, value: number): void {
    const block = index >>> BLOCK_SHIFT;
    if (this.stamps[block] !== this.#journal.epoch) this.#journal.save(this, block);
    this.values[index] = value;
  }

  add(index: number, difference: number): number {
    const sum = this.values[index]! + difference;
    this.set(index, sum);
    return sum;
  }

  /** Makes room for at least `length` words; new ones are 0. */
  reserve(length: number): void {
    if (length <= this.values.length) return;
    const blocks = Math.ceil(Math.max(length, this.values.length * 2) / BLOCK);
    const values = new Int32Array(blocks * BLOCK);
    values.set(this.values);
    const stamps = new Int32Array(blocks);
    stamps.set(this.stamps);
    this.values = values;
    this.stamps = stamps;
  }
}
