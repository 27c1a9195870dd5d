/** What a frame is held by. `leaked`: no way is left to free it; `orphan`: freed by its owner, kept by other references. */
export type FrameOwner =
  'free' | 'boot' | 'consistent' | 'pages' | 'slab' | 'page-table' | 'vmalloc' | 'user' | 'orphan' | 'leaked';

/** Why a frame is leaked. */
export type LeakCause = 'tail' | 'reserved' | 'count-underflow' | 'not-freed' | 'extra-reference';

/** A page frame as data. */
export interface FrameView {
  readonly frame: number;
  readonly owner: FrameOwner;
  readonly leak: LeakCause | null;
  /** page->count as stored by 2.4: 0 free, may be negative after a double put. */
  readonly count: number;
  readonly reserved: boolean;
  /** Order of the free block this frame heads; null when it does not. */
  readonly freeOrder: number | null;
  /** Present user PTEs that point here. */
  readonly userMappings: number;
  /** `seq` of the call that obtained it; -1 from boot. */
  readonly since: number;
}

/** Frames by owner; the values add up to `total`. */
export interface Accounting {
  readonly byOwner: Readonly<Record<FrameOwner, number>>;
  readonly leakedBy: Readonly<Record<LeakCause, number>>;
  readonly total: number;
}

/** An entry of vmlist: size in bytes including the guard page. */
export interface VmAreaView {
  readonly address: number;
  readonly size: number;
  readonly flags: number;
  readonly mapped: readonly (number | null)[];
}

/** Where a kernel address leads. `frame` is null when it is not RAM. */
export interface KernelMapping {
  readonly phys: number;
  readonly frame: number | null;
  readonly cached: boolean;
  /** 'lowmem' is the 1:1 mapping. */
  readonly via: 'lowmem' | 'page-table';
}
