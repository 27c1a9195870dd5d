import { STACK_BYTES } from '../toolchain/arguments.ts';
import type { LinearMemory } from './linear-memory.ts';

const nothing: readonly number[] = [];
const PAGE_SHIFT = 12;
const PAGE_SIZE = 4096;
/** Nothing of the kernel's lies above its vmalloc window; a stack that grows below address 0 gets there. */
const ABOVE_VMALLOC = 0xfe00_0000;
/** What the slab allocator of a debugging kernel leaves in fresh memory [2.4.27 mm/slab.c POISON_BYTE]. */
const POISON = 0x5a;

/** What an access finds in a page: nothing, memory, memory never touched yet, small objects, memory given back, or memory whose accesses are noted. */
const pageState = { absent: 0, open: 1, fresh: 2, objects: 3, gone: 4, zeroed: 5, watched: 6 } as const;

/** Something that was allocated: an address range with a name. */
export interface Allocation {
  /** The call and its number in the run: `kmalloc#1`. */
  readonly label: string;
  readonly base: number;
  readonly bytes: number;
  /** Bus address of a consistent buffer, null for other memory. */
  readonly bus: number | null;
  /** Number of the event that made it, and of the one that gave it back: what an address meant at a time. */
  readonly since: number;
  until: number;
  live: boolean;
}

/** Why an access is not allowed. */
export interface Violation {
  readonly kind: 'null' | 'use-after-free' | 'out-of-bounds' | 'wild' | 'stack-overflow';
  readonly address: number;
  readonly size: number;
  readonly write: boolean;
  /** The allocation it concerns: the one freed, or the one that ends before the address. */
  readonly allocation: Allocation | null;
}

/** Memory that exists only as it is touched. */
interface MadeUpMemory {
  holds(address: number): boolean;
  /** Called before an access. */
  touch(address: number, size: number, write: boolean): void;
}

/** Who may access what, page by page, and byte by byte where pages hold several objects. */
export class AddressSpace {
  readonly #memory: LinearMemory;
  readonly #states = new Uint8Array(1 << 20);
  readonly #touched: number[] = [];
  readonly #objects = new Map<number, Allocation[]>();
  readonly #whole = new Map<number, Allocation>();
  readonly #noted: number[] = [];
  #watchedReach = { from: 0, to: 0 };
  #moduleEnd = 0;
  #all: Allocation[] = [];
  #madeUp: MadeUpMemory | null = null;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
  }

  /** Everything allocated in this run, in order. */
  get allocations(): readonly Allocation[] {
    return this.#all;
  }

  /** Forgets the run; `moduleEnd` is the end of the driver's stack and data, in bytes; `madeUp` is what there is besides. */
  reset(moduleEnd: number, madeUp: MadeUpMemory | null): void {
    this.#moduleEnd = moduleEnd;
    this.#madeUp = madeUp;
    for (const page of this.#touched) this.#states[page] = pageState.absent;
    this.#touched.length = 0;
    this.#noted.length = 0;
    this.#objects.clear();
    this.#whole.clear();
    this.#all = [];
  }

  /** Whole pages handed out: each is filled when first accessed. */
  addPages(allocation: Allocation, content: 'poisoned' | 'zeroed' = 'poisoned'): void {
    this.#all.push(allocation);
    this.#setPages(allocation.base, allocation.bytes, content === 'zeroed' ? pageState.zeroed : pageState.fresh);
    this.#whole.set(allocation.base, allocation);
  }

  /**
   * Zeroed memory of the kernel's own whose stores are noted. An index may lead behind it, up to `reach` bytes from the
   * base: that is noted too, and is for who watches to judge.
   */
  watch(base: number, bytes: number, reach: number): void {
    this.#watchedReach = { from: base, to: base + reach };
    this.#setPages(base, bytes, pageState.watched);
    for (let page = base >>> PAGE_SHIFT; page <= (base + bytes - 1) >>> PAGE_SHIFT; page++) this.#fill(page, 0);
  }

  /** Addresses in watched memory stored to since the last call. */
  takeNoted(): readonly number[] {
    return this.#noted.length > 0 ? this.#noted.splice(0) : nothing;
  }

  /** A heap object, poisoned at once. */
  addObject(allocation: Allocation): void {
    this.#all.push(allocation);
    this.#memory.u8.fill(POISON, allocation.base, allocation.base + allocation.bytes);
    const last = (allocation.base + Math.max(allocation.bytes, 1) - 1) >>> PAGE_SHIFT;
    for (let page = allocation.base >>> PAGE_SHIFT; page <= last; page++) {
      const others = (this.#objects.get(page) ?? []).filter(
        ({ live, base, bytes }) =>
          live || base >= allocation.base + allocation.bytes || base + bytes <= allocation.base,
      );
      this.#objects.set(page, [...others, allocation]);
      this.#setPage(page, pageState.objects);
    }
  }

  /** Whether an address lies in memory that the driver got, or in its own variables; its stack is neither. */
  isDriverMemory(address: number): boolean {
    if (address < this.#moduleEnd) return address >= STACK_BYTES;
    const state = this.#states[address >>> PAGE_SHIFT]!;
    return state !== pageState.absent && state !== pageState.watched && state !== pageState.gone;
  }

  /** Whether an address lies in the driver's stack or its own variables. */
  isModuleMemory(address: number): boolean {
    return address >= PAGE_SIZE && address < this.#moduleEnd;
  }

  /** Whether nothing of a page has been accessed in this run. */
  isUntouched(address: number): boolean {
    const state = this.#states[address >>> PAGE_SHIFT]!;
    return state === pageState.fresh || state === pageState.zeroed;
  }

  /** The live allocation that an address lies in, or null. */
  around(address: number): Allocation | null {
    return this.#all.findLast(({ live, base, bytes }) => live && address >= base && address < base + bytes) ?? null;
  }

  /** Whether an address lies in consistent memory that is held: a device may write there. */
  isConsistent(address: number): boolean {
    return this.#all.some(
      ({ live, bus, base, bytes }) => live && bus !== null && address >= base && address < base + bytes,
    );
  }

  /** The live allocation that starts at an address, or null. */
  startingAt(base: number): Allocation | null {
    const whole = this.#whole.get(base);
    if (whole?.live) return whole;
    return this.#objects.get(base >>> PAGE_SHIFT)?.find((object) => object.live && object.base === base) ?? null;
  }

  /** Marks an allocation as given back at an event: every later access is a use after free. */
  release(allocation: Allocation, until: number): void {
    Object.assign(allocation, { live: false, until });
    if (this.#whole.get(allocation.base) === allocation)
      this.#setPages(allocation.base, allocation.bytes, pageState.gone);
  }

  /** Null when the access is allowed. Called before every load and store of the driver. */
  violation(address: number, size: number, write: boolean): Violation | null {
    if (address < this.#moduleEnd && address >= PAGE_SIZE) return null;
    const page = address >>> PAGE_SHIFT;
    const state = this.#states[page]!;
    if (state === pageState.open) return null;
    if (state === pageState.fresh || state === pageState.zeroed) {
      this.#fill(page, state === pageState.fresh ? POISON : 0);
      this.#states[page] = pageState.open;
      return null;
    }
    if (state === pageState.watched) {
      if (write) this.#noted.push(address);
      return null;
    }
    const refuse = (kind: Violation['kind'], allocation: Allocation | null): Violation => ({
      kind,
      address,
      size,
      write,
      allocation,
    });
    if (state === pageState.objects) {
      const objects = this.#objects.get(page)!;
      const holder = objects.find(({ base, bytes }) => address >= base && address + size <= base + bytes);
      if (holder) return holder.live ? null : refuse('use-after-free', holder);
      return refuse('out-of-bounds', nearestBefore(objects, address));
    }
    if (state === pageState.gone) return refuse('use-after-free', this.#containing(address));
    if (state === pageState.absent && address >= this.#watchedReach.from && address < this.#watchedReach.to) {
      this.#setPage(page, pageState.watched);
      this.#fill(page, 0);
      this.#noted.push(address);
      return null;
    }
    if (this.#madeUp?.holds(address)) {
      this.#madeUp.touch(address, size, write);
      return null;
    }
    if (address < PAGE_SIZE) return refuse('null', null);
    if (address >= ABOVE_VMALLOC) return refuse('stack-overflow', null);
    const before = this.#all.findLast(
      ({ base, bytes }) => address >= base + bytes && address - base - bytes < PAGE_SIZE,
    );
    return refuse(before ? 'out-of-bounds' : 'wild', before ?? null);
  }

  /** The same for a range of any length, such as memset's. */
  rangeViolation(address: number, bytes: number, write: boolean): Violation | null {
    // a length that leads past the last address is wrong from its beginning: a negative number, most often
    if (address + bytes > 2 ** 32) return { kind: 'wild', address, size: bytes, write, allocation: null };
    for (let at = address; at < address + bytes; at = ((at >>> PAGE_SHIFT) + 1) * PAGE_SIZE) {
      const end = Math.min(((at >>> PAGE_SHIFT) + 1) * PAGE_SIZE, address + bytes);
      const found = this.violation(at, end - at, write);
      if (found) return found;
    }
    return null;
  }

  #fill(page: number, byte: number): void {
    const base = page * PAGE_SIZE;
    this.#memory.u8.fill(byte, base, base + PAGE_SIZE);
  }

  #containing(address: number): Allocation | null {
    return this.#all.findLast(({ base, bytes }) => address >= base && address < base + bytes) ?? null;
  }

  #setPages(base: number, bytes: number, state: number): void {
    const last = (base + Math.max(bytes, 1) - 1) >>> PAGE_SHIFT;
    for (let page = base >>> PAGE_SHIFT; page <= last; page++) this.#setPage(page, state);
  }

  #setPage(page: number, state: number): void {
    if (this.#states[page] === pageState.absent) this.#touched.push(page);
    this.#states[page] = state;
  }
}

function nearestBefore(objects: readonly Allocation[], address: number): Allocation | null {
  const before = objects.filter(({ base }) => base <= address);
  return before.reduce<Allocation | null>(
    (nearest, object) => (nearest && nearest.base > object.base ? nearest : object),
    null,
  );
}
