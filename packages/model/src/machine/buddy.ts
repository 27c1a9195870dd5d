import { Words, type Journal } from './journal.ts';
import type { Frames } from './frames.ts';
import type { Platform } from '../platforms/platform.ts';
import { GFP_DMA, GFP_HIGHMEM } from './gfp.ts';
import { PAGE_SHIFT } from './page.ts';

interface Zone {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Frames of other owners that a freed block took along, or why nothing was freed: BUG() in __free_pages_ok, or a block
 * that was free already (its lists are corrupted then; the model keeps them whole and says so).
 */
export type FreeResult = number | 'misaligned' | 'already-free';

/**
 * The buddy allocator of 2.4: zones, free lists by order, splitting from the low half, merging, last freed first used.
 * [2.4.27 mm/page_alloc.c]
 */
export class Buddy {
  readonly zones: readonly Zone[];
  readonly #frames: Frames;
  readonly #maxOrder: number;
  /** Per zone: heads of the free lists by order (frame + 1), then the number of free pages. */
  readonly #lists: Words;
  readonly #stride: number;

  constructor(journal: Journal, frames: Frames, platform: Platform) {
    this.#frames = frames;
    this.#maxOrder = platform.maxOrder;
    this.#stride = platform.maxOrder + 1;
    const at = (bytes: number): number => Math.min(bytes >>> PAGE_SHIFT, frames.total);
    this.zones = platform.zones.map((zone) => ({
      name: zone.name,
      start: at(zone.from),
      end: zone.to === null ? frames.total : at(zone.to),
    }));
    this.#lists = new Words(journal, this.zones.length * this.#stride);
    this.zones.forEach((zone, index) => {
      let frame = Math.max(zone.start, platform.bootFrames);
      while (frame < zone.end) {
        let order = this.#maxOrder - 1;
        while ((frame & ((1 << order) - 1)) !== 0 || frame + (1 << order) > zone.end) order--;
        this.#push(index, order, frame);
        this.#lists.add(index * this.#stride + this.#maxOrder, 1 << order);
        frame += 1 << order;
      }
    });
  }

  /** nr_free_pages(), from 0. */
  get freePages(): number {
    let sum = 0;
    for (let zone = 0; zone < this.zones.length; zone++) {
      sum += this.#lists.get(zone * this.#stride + this.#maxOrder);
    }
    return sum;
  }

  /** Blocks on the free list of an order, all zones. */
  freeBlocks(order: number): number {
    let blocks = 0;
    for (let zone = 0; zone < this.zones.length; zone++) {
      for (let link = this.#lists.get(zone * this.#stride + order); link !== 0; link = this.#frames.next(link - 1)) {
        blocks++;
      }
    }
    return blocks;
  }

  /** The first frame of 2^order, count 1 on it alone (rmqueue); -1 when no zone that gfp allows has such a block. */
  alloc(gfp: number, order: number): number {
    if (order >= this.#maxOrder) return -1;
    for (let zone = this.zones.length - 1; zone >= 0; zone--) {
      const { name } = this.zones[zone]!;
      if ((gfp & GFP_DMA) !== 0 && name !== 'DMA') continue;
      if ((gfp & GFP_HIGHMEM) === 0 && name === 'HIGHMEM') continue;
      const frame = this.#take(zone, order);
      if (frame >= 0) return frame;
    }
    return -1;
  }

  #take(zone: number, order: number): number {
    const lists = zone * this.#stride;
    for (let from = order; from < this.#maxOrder; from++) {
      const link = this.#lists.get(lists + from);
      if (link === 0) continue;
      let frame = link - 1;
      this.#unlink(zone, from, frame);
      for (let half = from - 1; half >= order; half--) {
        this.#push(zone, half, frame);
        frame += 1 << half;
      }
      this.#lists.add(lists + this.#maxOrder, -(1 << order));
      this.#frames.setCount(frame, 1);
      return frame;
    }
    return -1;
  }

  /**
   * __free_pages_ok: gives 2^order pages back and merges. Frames in the block that others own become free all the same
   * (the caller named a wrong order); parts that were free already are taken over, where the kernel would corrupt its lists.
   */
  free(frame: number, order: number): FreeResult {
    if (
      (frame & ((1 << order) - 1)) !== 0 ||
      order >= this.#maxOrder ||
      !this.#frames.isValid(frame + (1 << order) - 1)
    ) {
      return 'misaligned';
    }
    const frames = this.#frames;
    if (frames.owner(frame) === 'free') return 'already-free';
    const zone = this.#zoneOf(frame);
    const { start, end } = this.zones[zone]!;
    const owner = frames.owner(frame);
    const id = frames.ownerId(frame);
    let stolen = 0;
    let added = 1 << order;
    for (let part = frame; part < frame + (1 << order); part++) {
      if (frames.freeOrder(part) >= 0) {
        const inner = frames.freeOrder(part);
        this.#unlink(zone, inner, part);
        added -= 1 << inner;
      }
      if (frames.owner(part) !== 'free') {
        if (frames.owner(part) !== owner || frames.ownerId(part) !== id) stolen++;
        frames.own(part, 'free', 0);
      }
    }
    this.#lists.add(zone * this.#stride + this.#maxOrder, added);
    let head = frame;
    let size = order;
    while (size < this.#maxOrder - 1) {
      const buddy = head ^ (1 << size);
      if (buddy < start || buddy + (1 << size) > end || frames.freeOrder(buddy) !== size) break;
      this.#unlink(zone, size, buddy);
      head &= buddy;
      size++;
    }
    this.#push(zone, size, head);
    return stolen;
  }

  #zoneOf(frame: number): number {
    let zone = 0;
    while (frame >= this.zones[zone]!.end) zone++;
    return zone;
  }

  #push(zone: number, order: number, frame: number): void {
    const head = zone * this.#stride + order;
    const first = this.#lists.get(head);
    this.#frames.setNext(frame, first);
    this.#frames.setPrev(frame, 0);
    if (first !== 0) this.#frames.setPrev(first - 1, frame + 1);
    this.#lists.set(head, frame + 1);
    this.#frames.setFreeOrder(frame, order);
  }

  #unlink(zone: number, order: number, frame: number): void {
    const next = this.#frames.next(frame);
    const prev = this.#frames.prev(frame);
    if (prev === 0) this.#lists.set(zone * this.#stride + order, next);
    else this.#frames.setNext(prev - 1, next);
    if (next !== 0) this.#frames.setPrev(next - 1, prev);
    this.#frames.setFreeOrder(frame, -1);
  }
}
