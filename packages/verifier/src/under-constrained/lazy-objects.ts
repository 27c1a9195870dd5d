import type { LinearMemory } from '../memory/linear-memory.ts';
import type { Assumption, Entry, MadeUp } from './entry.ts';

/** Where objects lie that are made up: nothing else has addresses there. */
export const madeUpAddresses = { from: 0x2000_0000, to: 0x3000_0000 } as const;
const BASE = madeUpAddresses.from;
/** Bytes from one to the next, and from there to the address that leads to it: container_of() looks before it. */
const SLOT_SHIFT = 16;
const BEFORE = 0x4000;
const MOST_OBJECTS = 4096;
/** Pointers that lead from an argument to an object made up, at most: a list ends there. */
const DEEPEST = 12;
/** Links of a list made up. */
const LINKS = 2;
const PAGE_SHIFT = 12;
const PAGE_SIZE = 4096;
/** Words loaded that a comparison is held against, newest last. */
const REMEMBERED = 8;
const MOST_WISHES = 600;

/** A word that nobody has set, as it was made up. */
interface Unknown {
  readonly name: string;
  readonly value: number;
  readonly bytes: number;
  /** Whether the plan says what it is. */
  readonly assumed: boolean;
}

interface LazyObject {
  readonly name: string;
  readonly base: number;
  /** Where the word lies that leads to it: null for an argument, and what a function returned. */
  readonly from: { readonly object: LazyObject; readonly offset: number } | null;
  readonly depth: number;
}

/** Memory that is made up as it is touched: each object word by word, each word once, the same for equal plans. */
export class LazyObjects {
  readonly #memory: LinearMemory;
  readonly #entry: Entry;
  readonly #assumed: ReadonlyMap<string, MadeUp>;
  readonly #objects: LazyObject[] = [];
  readonly #unknowns = new Map<number, Unknown>();
  readonly #set = new Map<number, Uint8Array>();
  readonly #arguments = new Map<string, number>();
  readonly #returned = new Map<string, number>();
  readonly #recent: Unknown[] = [];
  readonly #made: Unknown[] = [];
  readonly #wishes: Assumption[] = [];
  readonly #integers = new Set<string>();

  constructor(memory: LinearMemory, entry: Entry) {
    this.#memory = memory;
    this.#entry = entry;
    this.#assumed = new Map(entry.assumed.map(({ word, value }) => [word, value]));
  }

  /** Words made up, in order. */
  get made(): readonly { readonly name: string; readonly value: number; readonly assumed: boolean }[] {
    return this.#made;
  }

  /** The last words looked at, the last first. */
  get lookedAt(): readonly { readonly name: string; readonly value: number }[] {
    return this.#recent.toReversed();
  }

  /** What words were compared with, and were not, in order. */
  get wishes(): readonly Assumption[] {
    return this.#wishes;
  }

  /** Whether an address lies in an object made up. */
  holds(address: number): boolean {
    return this.#objectAt(address) !== null;
  }

  /** What an address in an object made up is called; null for any other number. */
  nameOf(address: number): string | null {
    const object = this.#objectAt(address);
    return object && `${object.name}+${address - object.base}`;
  }

  /** Whether a number, as it is, is one that was made up. */
  hasMadeUp(value: number): boolean {
    return this.#made.some((unknown) => unknown.value === value) || this.holds(value);
  }

  /** Leaves no trace in memory. */
  clear(): void {
    for (const page of this.#set.keys()) this.#memory.u8.fill(0, page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  }

  /** What a function is given as an argument. */
  argument(name: string): number {
    const known = this.#arguments.get(name);
    if (known !== undefined) return known;
    const unknown = this.#makeUp(name, null, 0, 4);
    this.#arguments.set(name, unknown.value);
    return unknown.value;
  }

  /** What a function of the kernel returns that is not modelled: `usual` unless the plan says otherwise. */
  returned(call: string, usual: MadeUp): number {
    const nth = (this.#returned.get(call) ?? 0) + 1;
    this.#returned.set(call, nth);
    const name = `${call}#${nth}`;
    const wanted = this.#assumed.get(name);
    const value = wanted ?? usual;
    const unknown = { name, value: this.#valueOf(value, name, null, 0), bytes: 4, assumed: wanted !== undefined };
    this.#made.push(unknown);
    this.#look(unknown);
    return unknown.value;
  }

  /** Called before an access to an object made up: what it is about to read and nobody has set is made up. */
  touch(address: number, size: number, write: boolean): void {
    const object = this.#objectAt(address);
    if (object === null) return;
    if (size > 8) return this.#setRange(address, size);
    for (let at = address; at < address + size; at += 4)
      this.#touchWord(object, at, Math.min(4, address + size - at), write);
  }

  /** Called with the operands of a comparison of integers. */
  compared(seen: number, wanted: number): void {
    if (seen === wanted || this.#wishes.length >= MOST_WISHES) return;
    const pointed = this.#objectAt(seen);
    if (pointed?.base === seen) {
      // only integers are compared through the sanitizer: it is no pointer
      this.#wish(pointed.name, wanted);
      this.#integers.add(pointed.name);
    }
    for (let index = this.#recent.length - 1; index >= 0; index--) {
      const { name, value, bytes } = this.#recent[index]!;
      if (name === pointed?.name) continue;
      const mask = bytes >= 4 ? 0xffff_ffff : (1 << (8 * bytes)) - 1;
      if (
        value === seen ||
        (value & mask) >>> 0 === seen ||
        (((value & mask) << (32 - 8 * bytes)) >> (32 - 8 * bytes)) >>> 0 === seen
      )
        this.#wish(name, (wanted & mask) >>> 0);
    }
  }

  #wish(word: string, value: number): void {
    if (this.#wishes.length < MOST_WISHES) this.#wishes.push({ word, value });
  }

  #touchWord(object: LazyObject, address: number, bytes: number, write: boolean): void {
    const page = address >>> PAGE_SHIFT;
    const set = this.#pageOf(page);
    const from = address & (PAGE_SIZE - 1);
    // what lies across two pages is nobody's field
    const end = Math.min(from + bytes, PAGE_SIZE);
    if (write) {
      set.fill(1, from, end);
      this.#unknowns.delete(address);
      return;
    }
    let isNew = true;
    for (let at = from; at < end; at++) if (set[at] === 1) isNew = false;
    if (!isNew) {
      set.fill(1, from, end);
      const known = this.#unknowns.get(address);
      if (known) this.#look(known);
      return;
    }
    set.fill(1, from, end);
    const unknown = this.#makeUp(`${object.name}.${address - object.base}`, object, address, bytes);
    for (let index = 0; index < bytes; index++)
      this.#memory.u8[address + index] = (unknown.value >>> (8 * index)) & 0xff;
    this.#unknowns.set(address, unknown);
  }

  #setRange(address: number, bytes: number): void {
    for (let at = address; at < address + bytes; at = ((at >>> PAGE_SHIFT) + 1) * PAGE_SIZE) {
      const from = at & (PAGE_SIZE - 1);
      this.#pageOf(at >>> PAGE_SHIFT).fill(1, from, Math.min(PAGE_SIZE, from + address + bytes - at));
    }
  }

  #makeUp(name: string, holder: LazyObject | null, address: number, bytes: number): Unknown {
    const wanted = this.#assumed.get(name);
    const fill = bytes < 4 && typeof this.#entry.fill !== 'number' ? 0 : this.#entry.fill;
    const value = this.#valueOf(wanted ?? fill, name, holder, address);
    const unknown = { name, value, bytes, assumed: wanted !== undefined };
    this.#made.push(unknown);
    this.#look(unknown);
    return unknown;
  }

  #valueOf(value: MadeUp, name: string, holder: LazyObject | null, address: number): number {
    if (typeof value === 'number') return value >>> 0;
    if (value === 'self' && holder !== null) return address;
    return this.#object(name, holder === null ? null : { object: holder, offset: address - holder.base });
  }

  #object(name: string, from: LazyObject['from']): number {
    const depth = from === null ? 0 : from.object.depth + 1;
    if (depth > DEEPEST || this.#objects.length >= MOST_OBJECTS) return 0;
    const end = from && endOfList(from);
    if (end !== null) return end;
    const base = BASE + (this.#objects.length << SLOT_SHIFT) + BEFORE;
    this.#objects.push({ name, base, from, depth });
    // the kernel's part reads it without telling
    this.#pageOf(base >>> PAGE_SHIFT);
    return base;
  }

  #objectAt(address: number): LazyObject | null {
    return address < BASE ? null : (this.#objects[(address - BASE) >>> SLOT_SHIFT] ?? null);
  }

  #pageOf(page: number): Uint8Array {
    let set = this.#set.get(page);
    if (set === undefined) this.#set.set(page, (set = new Uint8Array(PAGE_SIZE)));
    return set;
  }

  #look(unknown: Unknown): void {
    this.#recent.push(unknown);
    if (this.#recent.length > REMEMBERED) this.#recent.shift();
  }
}

/**
 * What the last link of a list is, null where there is none: links in a row are at one offset. The kernel's lists have
 * theirs first and close in a ring [2.4.27 include/linux/list.h]; others end with NULL.
 */
function endOfList({ object, offset }: NonNullable<LazyObject['from']>): number | null {
  let first = object;
  for (let links = 0; first.from?.offset === offset; links++) {
    first = first.from.object;
    if (links + 1 < LINKS) continue;
    while (first.from?.offset === offset) first = first.from.object;
    return offset === 0 && first.from !== null ? first.from.object.base + first.from.offset : 0;
  }
  return null;
}
