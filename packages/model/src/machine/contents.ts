import type { Platform } from '../platforms/platform.ts';
import { Words, type Journal } from './journal.ts';
import { PAGE_SHIFT, PAGE_SIZE } from './page.ts';
import { Records } from './records.ts';

const WORDS = PAGE_SIZE / 4;
const DRAM = 2;
const CACHE = DRAM + WORDS;
const LINES = CACHE + WORDS;

const ABSENT = 0;
const CLEAN = 1;
const DIRTY = 2;

/** State of a frame without a record that is all zero; 0 is one never written. */
const ZEROED = -1;
/** The byte that memory holds before anything is written to it. */
const DRAM_FILL = 0x6b;

/** Bytes that were read, and whether the other side wrote something else there that this side could not see. */
export interface Seen {
  readonly bytes: Uint8Array;
  readonly stale: boolean;
}

/**
 * What page frames contain, in DRAM and in a write-back data cache (physically tagged, unlimited, no eviction unless
 * told). Contents exist only for frames that were written; positions are bytes from the first byte of RAM.
 */
export class Contents {
  readonly #pages: Records;
  /** Per frame: 0, ZEROED or the number of its record. Frames behind the last of RAM are pages of swap. */
  readonly #of: Words;
  readonly #line: number;
  readonly #coherent: boolean;

  constructor(journal: Journal, frames: number, platform: Platform) {
    this.#line = platform.cacheLine;
    this.#coherent = platform.coherent;
    this.#of = new Words(journal, frames);
    this.#pages = new Records(journal, LINES + PAGE_SIZE / this.#line);
  }

  /** A load by the CPU within one page. */
  cpuRead(position: number, length: number, cached: boolean): Seen {
    const page = this.#page(position);
    const bytes = new Uint8Array(length);
    let stale = false;
    for (let index = 0; index < length; index++) {
      const offset = (position & (PAGE_SIZE - 1)) + index;
      if (cached) {
        this.#fetch(page, offset);
        bytes[index] = this.#byte(page, CACHE, offset);
        stale ||= this.#state(page, offset) === CLEAN && bytes[index] !== this.#byte(page, DRAM, offset);
      } else {
        bytes[index] = this.#byte(page, DRAM, offset);
        stale ||= this.#hidden(page, offset);
      }
    }
    return { bytes, stale };
  }

  /** A store by the CPU within one page. */
  cpuWrite(position: number, bytes: Uint8Array, cached: boolean): void {
    const page = this.#page(position);
    bytes.forEach((byte, index) => {
      const offset = (position & (PAGE_SIZE - 1)) + index;
      if (cached) {
        this.#fetch(page, offset);
        this.#setByte(page, CACHE, offset, byte);
        this.#setState(page, offset, DIRTY);
      } else {
        this.#setByte(page, DRAM, offset, byte);
      }
    });
  }

  deviceRead(position: number, length: number): Seen {
    const page = this.#page(position);
    const bytes = new Uint8Array(length);
    let stale = false;
    for (let index = 0; index < length; index++) {
      const offset = (position & (PAGE_SIZE - 1)) + index;
      const snooped = this.#coherent && this.#state(page, offset) !== ABSENT;
      bytes[index] = this.#byte(page, snooped ? CACHE : DRAM, offset);
      stale ||= !snooped && this.#hidden(page, offset);
    }
    return { bytes, stale };
  }

  deviceWrite(position: number, bytes: Uint8Array): void {
    const page = this.#page(position);
    bytes.forEach((byte, index) => {
      const offset = (position & (PAGE_SIZE - 1)) + index;
      this.#setByte(page, DRAM, offset, byte);
      if (this.#coherent && this.#state(page, offset) !== ABSENT) this.#setByte(page, CACHE, offset, byte);
    });
  }

  /** Lines of `[position, position + length)` leave the cache; dirty ones reach DRAM only when `writeBack`. */
  invalidate(position: number, length: number, writeBack: boolean): void {
    this.#eachLine(position, length, (page, offset) => {
      if (writeBack) this.#writeBack(page, offset);
      this.#setState(page, offset, ABSENT);
    });
  }

  /** Dirty lines of the range reach DRAM and stay cached. */
  clean(position: number, length: number): void {
    this.#eachLine(position, length, (page, offset) => this.#writeBack(page, offset));
  }

  /** Every line is written back and leaves the cache. */
  evict(): void {
    for (let frame = 0; frame < this.#of.values.length; frame++) this.invalidate(frame * PAGE_SIZE, PAGE_SIZE, true);
  }

  /** memset 0, seen by both sides. */
  zero(position: number, length: number): void {
    for (let at = position; at < position + length; at += PAGE_SIZE - (at & (PAGE_SIZE - 1))) {
      const frame = at >>> PAGE_SHIFT;
      const whole = (at & (PAGE_SIZE - 1)) === 0 && position + length - at >= PAGE_SIZE;
      if (whole && this.#of.get(frame) <= 0) {
        this.#of.set(frame, ZEROED);
        continue;
      }
      const page = this.#page(at);
      const end = Math.min(PAGE_SIZE, (at & (PAGE_SIZE - 1)) + position + length - at);
      for (let offset = at & (PAGE_SIZE - 1); offset < end; offset++) {
        this.#setByte(page, DRAM, offset, 0);
        if (this.#state(page, offset) !== ABSENT) this.#setByte(page, CACHE, offset, 0);
      }
    }
  }

  /** The frame's content becomes a copy of another's, as the CPU sees that one. */
  copyPage(from: number, to: number): void {
    this.#of.reserve(to + 1);
    this.cpuWrite(to * PAGE_SIZE, this.cpuRead(from * PAGE_SIZE, PAGE_SIZE, true).bytes, false);
  }

  dirtyLines(frame: number): number[] {
    const page = this.#of.get(frame);
    if (page <= 0) return [];
    return Array.from({ length: PAGE_SIZE / this.#line }, (_, line) => line).filter(
      (line) => this.#pages.get(page, LINES + line) === DIRTY,
    );
  }

  /** The record of a frame's contents, made on first use. */
  #page(position: number): number {
    const frame = position >>> PAGE_SHIFT;
    const known = this.#of.get(frame);
    if (known > 0) return known;
    const page = this.#pages.create(frame + 1);
    const fill = known === ZEROED ? 0 : DRAM_FILL * 0x01010101;
    if (fill !== 0) for (let word = 0; word < WORDS; word++) this.#pages.set(page, DRAM + word, fill);
    this.#of.set(frame, page);
    return page;
  }

  #byte(page: number, area: number, offset: number): number {
    return (this.#pages.get(page, area + (offset >>> 2)) >>> ((offset & 3) * 8)) & 0xff;
  }

  #setByte(page: number, area: number, offset: number, byte: number): void {
    const shift = (offset & 3) * 8;
    const word = this.#pages.get(page, area + (offset >>> 2));
    this.#pages.set(page, area + (offset >>> 2), (word & ~(0xff << shift)) | (byte << shift));
  }

  #state(page: number, offset: number): number {
    return this.#pages.get(page, LINES + Math.floor(offset / this.#line));
  }

  #setState(page: number, offset: number, state: number): void {
    this.#pages.set(page, LINES + Math.floor(offset / this.#line), state);
  }

  /** Whether a dirty line hides another byte than DRAM's. */
  #hidden(page: number, offset: number): boolean {
    return this.#state(page, offset) === DIRTY && this.#byte(page, CACHE, offset) !== this.#byte(page, DRAM, offset);
  }

  #fetch(page: number, offset: number): void {
    if (this.#state(page, offset) !== ABSENT) return;
    this.#copyLine(page, offset, DRAM, CACHE);
    this.#setState(page, offset, CLEAN);
  }

  #writeBack(page: number, offset: number): void {
    if (this.#state(page, offset) !== DIRTY) return;
    this.#copyLine(page, offset, CACHE, DRAM);
    this.#setState(page, offset, CLEAN);
  }

  #copyLine(page: number, offset: number, from: number, to: number): void {
    const first = (offset - (offset % this.#line)) >>> 2;
    for (let word = first; word < first + this.#line / 4; word++) {
      this.#pages.set(page, to + word, this.#pages.get(page, from + word));
    }
  }

  #eachLine(position: number, length: number, visit: (page: number, offset: number) => void): void {
    const end = position + length;
    for (let at = position; at < end; at += PAGE_SIZE - (at & (PAGE_SIZE - 1))) {
      const page = this.#of.get(at >>> PAGE_SHIFT);
      if (page <= 0) continue;
      const first = at & (PAGE_SIZE - 1);
      const last = Math.min(PAGE_SIZE, first + end - at);
      for (let offset = first - (first % this.#line); offset < last; offset += this.#line) visit(page, offset);
    }
  }
}
