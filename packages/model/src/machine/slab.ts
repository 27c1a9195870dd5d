import { GFP_HIGHMEM } from './gfp.ts';
import { Words, type Journal } from './journal.ts';
import { Records } from './records.ts';
import type { Frames } from './frames.ts';
import type { Buddy } from './buddy.ts';
import { PAGE_SHIFT, PAGE_SIZE, getOrder } from './page.ts';

/** The general caches. [2.4.27 mm/slab.c cache_sizes] */
const SMALLEST_SHIFT = 5;
const LARGEST_IN_PAGE = 2048;
/** The largest kmalloc: 128 KiB. */
const KMALLOC_MAX = 131072;
const SLOTS = PAGE_SIZE >> SMALLEST_SHIFT;

const OBJECT_ADDRESS = 0;
const OBJECT_SIZE = 1;
const OBJECT_SINCE = 2;
const OBJECT_INTERNAL = 3;
const OBJECT_STRIDE = 4;

const SLAB_FRAME = 0;
const SLAB_CLASS = 1;
const SLAB_IN_USE = 2;
const SLAB_NEXT = 3;
const SLAB_PREV = 4;
/** First free slot + 1. */
const SLAB_FREE = 5;
const SLAB_OBJECTS = 6;

/**
 * kmalloc: objects of 32 to 2048 bytes share pages by size, larger ones are blocks of pages. Empty slabs are kept, as
 * the kernel keeps them until memory is short.
 */
export class Slab {
  readonly #frames: Frames;
  readonly #buddy: Buddy;
  readonly #base: number;
  readonly #objects: Records;
  readonly #slabs: Records;
  /** Per size class, the first slab with a free slot. */
  readonly #partial: Words;

  constructor(journal: Journal, frames: Frames, buddy: Buddy, kernelBase: number) {
    this.#frames = frames;
    this.#buddy = buddy;
    this.#base = kernelBase;
    this.#objects = new Records(journal, OBJECT_STRIDE);
    this.#slabs = new Records(journal, SLAB_OBJECTS + SLOTS);
    this.#partial = new Words(journal, 8);
  }

  /**
   * An object of `size` bytes, at a multiple of its class; 0 when there are no pages for it. `room` is the space taken,
   * at least `size`. `internal` objects are the kernel's own and no leak.
   */
  alloc(size: number, room: number, gfp: number, since: number, internal: boolean): number {
    if (room > KMALLOC_MAX) return 0;
    const address = room > LARGEST_IN_PAGE ? this.#allocBlock(room, gfp) : this.#allocSlot(room, gfp);
    if (address === 0) return 0;
    const object = this.#objects.create(address);
    this.#objects.set(object, OBJECT_SIZE, size);
    this.#objects.set(object, OBJECT_SINCE, since);
    if (internal) this.#objects.set(object, OBJECT_INTERNAL, 1);
    const frame = this.#frameOf(address);
    if (room > LARGEST_IN_PAGE) {
      for (let page = frame; page < frame + (1 << getOrder(room)); page++) this.#frames.own(page, 'slab', -object);
    } else {
      const slab = this.#frames.ownerId(frame);
      this.#slabs.set(slab, SLAB_OBJECTS + this.#slotOf(address, slab), object);
    }
    return address;
  }

  /** Takes a live object back. */
  free(object: number): void {
    const address = this.#objects.getU32(object, OBJECT_ADDRESS);
    const frame = this.#frameOf(address);
    const slab = this.#frames.ownerId(frame);
    this.#objects.release(object);
    if (slab < 0) {
      let pages = 1;
      while (this.#frames.isValid(frame + pages) && this.#frames.ownerId(frame + pages) === slab) pages *= 2;
      this.#frames.setCount(frame, 0);
      this.#buddy.free(frame, Math.log2(pages));
      return;
    }
    const slot = this.#slotOf(address, slab);
    const free = this.#slabs.get(slab, SLAB_FREE);
    this.#slabs.set(slab, SLAB_OBJECTS + slot, -free);
    this.#slabs.set(slab, SLAB_FREE, slot + 1);
    this.#slabs.set(slab, SLAB_IN_USE, this.#slabs.get(slab, SLAB_IN_USE) - 1);
    if (free === 0) this.#link(slab);
  }

  /** The live object that holds `address`, 0 when there is none. */
  objectAround(address: number): number {
    const frame = this.#frameOf(address);
    if (address < this.#base || !this.#frames.isValid(frame) || this.#frames.owner(frame) !== 'slab') return 0;
    const slab = this.#frames.ownerId(frame);
    return slab < 0 ? -slab : Math.max(0, this.#slabs.get(slab, SLAB_OBJECTS + this.#slotOf(address, slab)));
  }

  address(object: number): number {
    return this.#objects.getU32(object, OBJECT_ADDRESS);
  }

  /** Bytes asked for. */
  size(object: number): number {
    return this.#objects.getU32(object, OBJECT_SIZE);
  }

  since(object: number): number {
    return this.#objects.get(object, OBJECT_SINCE);
  }

  /** Live objects that are not the kernel's own, in the order of their numbers. */
  *driverObjects(): Generator<number> {
    for (let object = 1; object <= this.#objects.count; object++) {
      if (this.#objects.isLive(object) && this.#objects.get(object, OBJECT_INTERNAL) === 0) yield object;
    }
  }

  #frameOf(address: number): number {
    return (address - this.#base) >>> PAGE_SHIFT;
  }

  #slotOf(address: number, slab: number): number {
    return (address & (PAGE_SIZE - 1)) >>> (SMALLEST_SHIFT + this.#slabs.get(slab, SLAB_CLASS));
  }

  #allocBlock(room: number, gfp: number): number {
    const frame = this.#buddy.alloc(gfp & ~GFP_HIGHMEM, getOrder(room));
    return frame < 0 ? 0 : this.#base + frame * PAGE_SIZE;
  }

  #allocSlot(room: number, gfp: number): number {
    const sizeClass = Math.max(0, 32 - Math.clz32(Math.max(1, room) - 1) - SMALLEST_SHIFT);
    let slab = this.#partial.get(sizeClass);
    if (slab === 0) {
      slab = this.#grow(sizeClass, gfp);
      if (slab === 0) return 0;
    }
    const slot = this.#slabs.get(slab, SLAB_FREE) - 1;
    const next = -this.#slabs.get(slab, SLAB_OBJECTS + slot);
    this.#slabs.set(slab, SLAB_FREE, next);
    this.#slabs.set(slab, SLAB_IN_USE, this.#slabs.get(slab, SLAB_IN_USE) + 1);
    if (next === 0) this.#unlink(slab);
    return this.#base + (this.#slabs.get(slab, SLAB_FRAME) - 1) * PAGE_SIZE + (slot << (SMALLEST_SHIFT + sizeClass));
  }

  #grow(sizeClass: number, gfp: number): number {
    const frame = this.#buddy.alloc(gfp & ~GFP_HIGHMEM, 0);
    if (frame < 0) return 0;
    const slab = this.#slabs.create(frame + 1);
    this.#frames.own(frame, 'slab', slab);
    this.#slabs.set(slab, SLAB_CLASS, sizeClass);
    const slots = PAGE_SIZE >> (SMALLEST_SHIFT + sizeClass);
    for (let slot = 0; slot < slots - 1; slot++) this.#slabs.set(slab, SLAB_OBJECTS + slot, -(slot + 2));
    this.#slabs.set(slab, SLAB_FREE, 1);
    this.#link(slab);
    return slab;
  }

  #link(slab: number): void {
    const sizeClass = this.#slabs.get(slab, SLAB_CLASS);
    const first = this.#partial.get(sizeClass);
    this.#slabs.set(slab, SLAB_NEXT, first);
    this.#slabs.set(slab, SLAB_PREV, 0);
    if (first !== 0) this.#slabs.set(first, SLAB_PREV, slab);
    this.#partial.set(sizeClass, slab);
  }

  #unlink(slab: number): void {
    const next = this.#slabs.get(slab, SLAB_NEXT);
    const previous = this.#slabs.get(slab, SLAB_PREV);
    if (previous === 0) this.#partial.set(this.#slabs.get(slab, SLAB_CLASS), next);
    else this.#slabs.set(previous, SLAB_NEXT, next);
    if (next !== 0) this.#slabs.set(next, SLAB_PREV, previous);
  }
}
