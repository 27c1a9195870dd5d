import { Words, type Journal } from './journal.ts';
import type { FrameOwner, LeakCause } from '../show/views.ts';

const STRIDE = 8;
const COUNT = 0;
const FLAGS = 1;
/** Order of the free block + 1; 0 when the frame heads none. */
const FREE_ORDER = 2;
const OWNER = 3;
/** Number of the owning record (ledger entry, page block, slab, …). */
const OWNER_ID = 4;
const NEXT = 5;
const PREV = 6;
const USER_MAPPINGS = 7;

const PG_RESERVED = 1;
const UNCACHED_ALIAS = 2;
/** A reference was dropped and others were left. */
const PUT_SURVIVED = 4;
const LEAK_SHIFT = 8;
/** USER_MAPPINGS holds pins of get_user_pages in its upper half. */
const PIN = 1 << 16;

/** Owners by the number stored in a frame. */
export const owners = [
  'free',
  'boot',
  'consistent',
  'pages',
  'slab',
  'page-table',
  'vmalloc',
  'user',
  'orphan',
  'leaked',
] as const satisfies readonly FrameOwner[];

/** Causes by the number stored in a leaked frame, from 1. */
export const leakCauses = [
  'tail',
  'reserved',
  'count-underflow',
  'not-freed',
  'extra-reference',
] as const satisfies readonly LeakCause[];

const ownerNumber = Object.fromEntries(owners.map((owner, number) => [owner, number])) as Record<FrameOwner, number>;

/** mem_map: what the kernel knows of each page frame (struct page of 2.4), and who holds it. Frame 0 is the first of RAM. */
export class Frames {
  readonly total: number;
  readonly #words: Words;
  /** Frames of each owner, so that sums are always at hand. */
  readonly #held: Words;

  constructor(journal: Journal, total: number) {
    this.total = total;
    this.#words = new Words(journal, total * STRIDE);
    this.#held = new Words(journal, owners.length + leakCauses.length + 1);
    this.#held.values[0] = total;
  }

  isValid(frame: number): boolean {
    return frame >= 0 && frame < this.total;
  }

  count(frame: number): number {
    return this.#words.values[frame * STRIDE + COUNT]!;
  }

  setCount(frame: number, count: number): void {
    this.#words.set(frame * STRIDE + COUNT, count);
  }

  addCount(frame: number, difference: number): number {
    return this.#words.add(frame * STRIDE + COUNT, difference);
  }

  isReserved(frame: number): boolean {
    return (this.#words.values[frame * STRIDE + FLAGS]! & PG_RESERVED) !== 0;
  }

  setReserved(frame: number, on: boolean): void {
    this.#setFlag(frame, PG_RESERVED, on);
  }

  /** Whether the 1:1 mapping of the frame was made uncached (ppc-remark). */
  isAliasUncached(frame: number): boolean {
    return (this.#words.values[frame * STRIDE + FLAGS]! & UNCACHED_ALIAS) !== 0;
  }

  setAliasUncached(frame: number, on: boolean): void {
    this.#setFlag(frame, UNCACHED_ALIAS, on);
  }

  #setFlag(frame: number, flag: number, on: boolean): void {
    const at = frame * STRIDE + FLAGS;
    const flags = this.#words.values[at]!;
    this.#words.set(at, on ? flags | flag : flags & ~flag);
  }

  owner(frame: number): FrameOwner {
    return owners[this.#words.values[frame * STRIDE + OWNER]!]!;
  }

  ownerId(frame: number): number {
    return this.#words.values[frame * STRIDE + OWNER_ID]!;
  }

  leakCause(frame: number): LeakCause | null {
    return leakCauses[(this.#words.values[frame * STRIDE + FLAGS]! >>> LEAK_SHIFT) - 1] ?? null;
  }

  /** Hands the frame to an owner. A leaked frame keeps the id of the record it was lost from. */
  own(frame: number, owner: FrameOwner, id: number, cause?: LeakCause): void {
    const at = frame * STRIDE;
    const words = this.#words;
    const before = words.values[at + OWNER]!;
    const number = ownerNumber[owner];
    const flags = words.values[at + FLAGS]!;
    const causeBefore = flags >>> LEAK_SHIFT;
    const causeNumber = cause === undefined ? 0 : leakCauses.indexOf(cause) + 1;
    if (before !== number) {
      this.#held.add(before, -1);
      this.#held.add(number, 1);
      words.set(at + OWNER, number);
    }
    if (causeBefore !== causeNumber) {
      if (causeBefore !== 0) this.#held.add(owners.length + causeBefore, -1);
      if (causeNumber !== 0) this.#held.add(owners.length + causeNumber, 1);
      words.set(at + FLAGS, (flags & 0xff) | (causeNumber << LEAK_SHIFT));
    }
    words.set(at + OWNER_ID, id);
  }

  /** Frames held by an owner. */
  held(owner: FrameOwner): number {
    return this.#held.get(ownerNumber[owner]);
  }

  leakedBy(cause: LeakCause): number {
    return this.#held.get(owners.length + leakCauses.indexOf(cause) + 1);
  }

  /** Order of the free block this frame heads, -1 when it heads none. */
  freeOrder(frame: number): number {
    return this.#words.values[frame * STRIDE + FREE_ORDER]! - 1;
  }

  setFreeOrder(frame: number, order: number): void {
    this.#words.set(frame * STRIDE + FREE_ORDER, order + 1);
  }

  /** Links of the free list, frame + 1 with 0 for the end. */
  next(frame: number): number {
    return this.#words.values[frame * STRIDE + NEXT]!;
  }

  setNext(frame: number, link: number): void {
    this.#words.set(frame * STRIDE + NEXT, link);
  }

  prev(frame: number): number {
    return this.#words.values[frame * STRIDE + PREV]!;
  }

  setPrev(frame: number, link: number): void {
    this.#words.set(frame * STRIDE + PREV, link);
  }

  /** Whether a reference was dropped while others were held; cleared by asking. */
  takePutSurvived(frame: number): boolean {
    const survived = (this.#words.values[frame * STRIDE + FLAGS]! & PUT_SURVIVED) !== 0;
    if (survived) this.#setFlag(frame, PUT_SURVIVED, false);
    return survived;
  }

  setPutSurvived(frame: number): void {
    this.#setFlag(frame, PUT_SURVIVED, true);
  }

  /** Present user PTEs that point to the frame. */
  userMappings(frame: number): number {
    return this.#words.values[frame * STRIDE + USER_MAPPINGS]! & (PIN - 1);
  }

  /** References held through get_user_pages. */
  pins(frame: number): number {
    return this.#words.values[frame * STRIDE + USER_MAPPINGS]! >>> 16;
  }

  addPin(frame: number, difference: 1 | -1): void {
    this.#words.add(frame * STRIDE + USER_MAPPINGS, difference * PIN);
  }

  addUserMapping(frame: number, difference: 1 | -1): void {
    this.#words.add(frame * STRIDE + USER_MAPPINGS, difference);
  }
}
