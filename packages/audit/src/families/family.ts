/** What an argument of an allocating or freeing function is; null is of no interest. */
export type Role = 'device' | 'size' | 'count' | 'order' | 'vaddr' | 'handle' | 'gfp' | 'pool' | null;

/** A function that allocates. It returns the address; `handle` is the address of where it stores the handle. */
export interface AllocatingCall {
  readonly name: string;
  readonly arguments: readonly Role[];
  /** `never`: it does not return NULL on failure but an error pointer. */
  readonly failure?: 'null' | 'error-pointer';
  /** Whether the memory is zero. */
  readonly zeroed?: boolean;
}

/** A function that frees. */
export interface FreeingCall {
  readonly name: string;
  readonly arguments: readonly Role[];
}

/**
 * A pair of functions that allocate and free, as data. `traced` families are what is audited; the others are known so that
 * memory freed with the wrong function, and containers, are recognised.
 */
export interface Family {
  readonly name: string;
  readonly traced: boolean;
  readonly allocators: readonly AllocatingCall[];
  readonly frees: readonly FreeingCall[];
  /** Whether the driver core frees what is still allocated once the device is gone. */
  readonly managed: boolean;
  /** Families whose frees fit as well: one is a wrapper of the other. */
  readonly fits: readonly string[];
  /** Families whose frees give the memory back as well, but are told of other attributes than the allocation was. */
  readonly alike?: readonly string[];
  /** Whether freeing NULL does nothing. */
  readonly ignoresNull: boolean;
  /** Whether size and address are rounded up to pages. */
  readonly pages: boolean;
  /** When the allocation may sleep: as its gfp says, always, or never. */
  readonly sleeps: 'gfp' | 'always' | 'never';
  /** Where the free may not be called. */
  readonly freeForbidden: 'interrupts-off' | 'atomic' | null;
}
