import type { Journal } from './journal.ts';
import { Records } from './records.ts';

const ADDRESS = 0;
const ORDER = 1;
const SINCE = 2;

/** Blocks of pages that drivers got from __get_free_pages and have not given back. */
export class PageBlocks {
  readonly #records: Records;

  constructor(journal: Journal) {
    this.#records = new Records(journal, 4);
  }

  add(address: number, order: number, since: number): number {
    const block = this.#records.create(address);
    this.#records.set(block, ORDER, order);
    this.#records.set(block, SINCE, since);
    return block;
  }

  remove(block: number): void {
    this.#records.release(block);
  }

  address(block: number): number {
    return this.#records.getU32(block, ADDRESS);
  }

  order(block: number): number {
    return this.#records.get(block, ORDER);
  }

  since(block: number): number {
    return this.#records.get(block, SINCE);
  }

  *live(): Generator<number> {
    for (let block = 1; block <= this.#records.count; block++) if (this.#records.isLive(block)) yield block;
  }
}
