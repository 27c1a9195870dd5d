import { Words, type Journal } from './journal.ts';
import { Records } from './records.ts';

const ADDRESS = 0;
const SIZE = 1;
const FLAGS = 2;
const NEXT = 3;
const PREV = 4;
const DESCRIPTOR = 5;
const FIRST_PAGE = 6;
const NR_PAGES = 7;
const PAGES = 8;
const ENTRY = 9;
const SINCE = 10;
const STRIDE = 12;

/** vm_struct flags. [2.4.27 include/linux/vmalloc.h] */
export const VM_IOREMAP = 1;
export const VM_ALLOC = 2;

/** An address-ordered list of areas in one window of kernel VA, first fit: vmlist, or a region allocator's list. */
export class VmAreas {
  readonly start: number;
  readonly end: number;
  /** Bytes of unmapped VA kept behind each area. */
  readonly guard: number;
  readonly #records: Records;
  readonly #head: Words;

  constructor(journal: Journal, window: { readonly start: number; readonly end: number }, guard: number) {
    this.start = window.start;
    this.end = window.end;
    this.guard = guard;
    this.#records = new Records(journal, STRIDE);
    this.#head = new Words(journal, 1);
  }

  /**
   * First fit of `size` bytes plus guard. `descriptor` is the address of its kmalloc'ed vm_struct.
   * Returns the area's number, 0 when the window has no room. [2.4.27 mm/vmalloc.c get_vm_area]
   */
  insert(size: number, flags: number, descriptor: number): number {
    const whole = size + this.guard;
    let address = this.start;
    let previous = 0;
    let area = this.#head.get(0);
    while (area !== 0 && address + whole > this.address(area)) {
      address = Math.max(address, this.address(area) + this.size(area));
      previous = area;
      area = this.next(area);
    }
    if (address + whole > this.end) return 0;
    const records = this.#records;
    const added = records.create(address);
    records.set(added, SIZE, whole);
    records.set(added, FLAGS, flags);
    records.set(added, DESCRIPTOR, descriptor);
    records.set(added, NEXT, area);
    records.set(added, PREV, previous);
    if (area !== 0) records.set(area, PREV, added);
    if (previous === 0) this.#head.set(0, added);
    else records.set(previous, NEXT, added);
    return added;
  }

  /** Unlinks and forgets an area. */
  remove(area: number): void {
    const previous = this.#records.get(area, PREV);
    const next = this.next(area);
    if (previous === 0) this.#head.set(0, next);
    else this.#records.set(previous, NEXT, next);
    if (next !== 0) this.#records.set(next, PREV, previous);
    this.#records.release(area);
  }

  get first(): number {
    return this.#head.get(0);
  }

  next(area: number): number {
    return this.#records.get(area, NEXT);
  }

  /** The area that starts at `address`, by linear search as the kernel does; 0 when there is none. */
  at(address: number): number {
    let area = this.first;
    while (area !== 0 && this.address(area) !== address) area = this.next(area);
    return area;
  }

  /** The area whose pages (without guard) hold `address`; 0 when there is none. */
  around(address: number): number {
    let area = this.first;
    while (area !== 0 && address >= this.address(area) + this.size(area) - this.guard) area = this.next(area);
    return area !== 0 && address >= this.address(area) ? area : 0;
  }

  address(area: number): number {
    return this.#records.getU32(area, ADDRESS);
  }

  /** Bytes including the guard. */
  size(area: number): number {
    return this.#records.getU32(area, SIZE);
  }

  flags(area: number): number {
    return this.#records.get(area, FLAGS);
  }

  descriptor(area: number): number {
    return this.#records.getU32(area, DESCRIPTOR);
  }

  /** area->pages and nr_pages of the array form: `count` frames from `first` on, in the kmalloc'ed `array`. */
  setPages(area: number, first: number, count: number, array: number): void {
    this.#records.set(area, FIRST_PAGE, first);
    this.#records.set(area, NR_PAGES, count);
    this.#records.set(area, PAGES, array);
  }

  firstPage(area: number): number {
    return this.#records.get(area, FIRST_PAGE);
  }

  nrPages(area: number): number {
    return this.#records.get(area, NR_PAGES);
  }

  pagesArray(area: number): number {
    return this.#records.getU32(area, PAGES);
  }

  /** The ledger entry the area belongs to, 0 for none, and the call that made it. */
  setOrigin(area: number, entry: number, since: number): void {
    this.#records.set(area, ENTRY, entry);
    this.#records.set(area, SINCE, since);
  }

  entry(area: number): number {
    return this.#records.get(area, ENTRY);
  }

  since(area: number): number {
    return this.#records.get(area, SINCE);
  }
}
