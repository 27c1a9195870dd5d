import { Words, type Journal } from './journal.ts';
import { Records } from './records.ts';

const STATE = 0;
const VADDR = 1;
const SIZE = 2;
const HANDLE = 3;
const FRAME = 4;
const ORDER = 5;
const SINCE = 6;
const FREED = 7;
const FAMILY = 8;
const DEVICE = 9;
const STRIDE = 10;

/** Freed entries remembered, so that a second free can name the first. */
const REMEMBERED = 256;

const LIVE = 1;
const FREED_BY_CONSISTENT = 2;
const TORN_DOWN = 3;

/** By which calls a buffer was obtained. */
const families = ['consistent_alloc', 'pci_alloc_consistent', 'dma_alloc_coherent', 'pci_pool'] as const;
export type Family = (typeof families)[number];

/** What the consistent allocator handed out: one entry per buffer, from its allocation to well after its free. */
export class Ledger {
  readonly #records: Records;
  /** Ring of freed entries; word REMEMBERED is the next place. */
  readonly #freed: Words;

  constructor(journal: Journal) {
    this.#records = new Records(journal, STRIDE);
    this.#freed = new Words(journal, REMEMBERED + 1);
  }

  open(family: Family, device: number, size: number, since: number): number {
    const entry = this.#records.create(LIVE);
    this.#records.set(entry, SIZE, size);
    this.#records.set(entry, SINCE, since);
    this.#records.set(entry, FAMILY, families.indexOf(family));
    this.#records.set(entry, DEVICE, device);
    this.#records.set(entry, FRAME, -1);
    return entry;
  }

  /** The block of pages the allocation took. */
  setBlock(entry: number, frame: number, order: number): void {
    this.#records.set(entry, FRAME, frame);
    this.#records.set(entry, ORDER, order);
  }

  /** The allocation succeeded. */
  confirm(entry: number, vaddr: number, handle: number): void {
    this.#records.set(entry, VADDR, vaddr);
    this.#records.set(entry, HANDLE, handle);
  }

  /** The allocation failed: nothing was handed out. */
  cancel(entry: number): void {
    this.#records.release(entry);
  }

  /** The buffer is gone: by consistent_free, or torn down by a call that should not have touched it. */
  close(entry: number, seq: number, how: 'freed' | 'torn-down'): void {
    this.#records.set(entry, STATE, how === 'freed' ? FREED_BY_CONSISTENT : TORN_DOWN);
    this.#records.set(entry, FREED, seq);
    const place = this.#freed.get(REMEMBERED);
    const oldest = this.#freed.get(place);
    if (oldest !== 0) this.#records.release(oldest);
    this.#freed.set(place, entry);
    this.#freed.set(REMEMBERED, (place + 1) % REMEMBERED);
  }

  isLive(entry: number): boolean {
    return entry > 0 && entry <= this.#records.count && this.#records.get(entry, STATE) === LIVE;
  }

  wasTornDown(entry: number): boolean {
    return this.#records.get(entry, STATE) === TORN_DOWN;
  }

  vaddr(entry: number): number {
    return this.#records.getU32(entry, VADDR);
  }

  /** Bytes asked for. */
  size(entry: number): number {
    return this.#records.getU32(entry, SIZE);
  }

  handle(entry: number): number {
    return this.#records.getU32(entry, HANDLE);
  }

  /** First frame of the block, -1 when none was had. */
  frame(entry: number): number {
    return this.#records.get(entry, FRAME);
  }

  order(entry: number): number {
    return this.#records.get(entry, ORDER);
  }

  since(entry: number): number {
    return this.#records.get(entry, SINCE);
  }

  freedAt(entry: number): number {
    return this.#records.get(entry, FREED);
  }

  family(entry: number): Family {
    return families[this.#records.get(entry, FAMILY)]!;
  }

  device(entry: number): number {
    return this.#records.get(entry, DEVICE);
  }

  /** The latest remembered free of a buffer at `vaddr`, 0 when there is none. */
  lastFreedAt(vaddr: number): number {
    const start = this.#freed.get(REMEMBERED);
    for (let back = 1; back <= REMEMBERED; back++) {
      const entry = this.#freed.get((start - back + REMEMBERED) % REMEMBERED);
      if (entry === 0) return 0;
      if (this.vaddr(entry) === vaddr) return entry;
    }
    return 0;
  }

  *live(): Generator<number> {
    for (let entry = 1; entry <= this.#records.count; entry++) if (this.isLive(entry)) yield entry;
  }
}
