import type { Expression } from '@freehandle/c-source';
import type { Family } from '../families/family.ts';
import type { Resource, Trail } from '../explore/state.ts';
import type { Term } from '../terms/term.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** An allocation whose pointer a function leaves in a place that others know. */
export interface KeptAllocation {
  readonly function: string;
  /** The place, by key. */
  readonly key: string;
  readonly family: Family;
  readonly call: string;
  readonly offset: number;
  readonly at: Call;
  /** The size, device in words that every function knows; null when there are none. */
  readonly size: Term | null;
  readonly device: Term | null;
  /** Other words for the device: the places that hold it when the function ends. */
  readonly deviceWords: readonly Term[];
  /** Whether what the size was read from holds something else by the end, so that there are no words for it. */
  readonly isStale: boolean;
  /** Places that hold the size, and the handle, when the function ends. */
  readonly sizeKeys: ReadonlySet<string>;
  readonly handleKeys: ReadonlySet<string>;
  /** Of these, the ones that hold an address some way on from the handle when the function ends. */
  readonly movedHandles: ReadonlySet<string>;
  /** Whether the function can end well without having freed the memory itself. */
  readonly outlives: boolean;
  /** Whether it can do so without that anybody may have taken the memory over. */
  readonly isLive: boolean;
  readonly trail: Trail | null;
}

/** A free of what a place that others know holds. */
export interface KeyedFree {
  readonly function: string;
  readonly key: string;
  readonly family: Family;
  readonly call: string;
  readonly offset: number;
  readonly at: Call | null;
  readonly size: Term | null;
  /** Whether it is freed with one size on one way and with another on another, so that there are no words for it. */
  readonly isVarying: boolean;
  readonly device: Term | null;
  /** The value given as the handle, by key or as a number; null when it is something else. */
  readonly handle: Term | null;
  /** Places that the size is read from, and that the function has given another value before. */
  readonly overwritten: ReadonlySet<string>;
  /** Places that hold nothing where it is freed, by key. */
  readonly empty: ReadonlySet<string>;
  /** Whether the call stands in this function, and not in one that it calls. */
  readonly direct: boolean;
  readonly trail: Trail | null;
}

/** A value that a function stores to a place that others know; null when it has no words for it. */
export interface KeyedStore {
  readonly function: string;
  readonly key: string;
  readonly value: Term | null;
  /** The value is made of the pointer that is kept at this key, but is another address. */
  readonly derivedFrom: string | null;
  /** The same of memory whose pointer no place holds that others know. */
  readonly strayFrom: Resource | null;
}

/** The reserved bit of the pages of what a place holds is set or cleared; the key is null where it is not known whose they are. */
export interface KeyedBit {
  readonly function: string;
  readonly key: string | null;
  readonly sets: boolean;
  readonly offset: number;
}

/** What the functions of a file say of such places. */
export interface LinkFacts {
  readonly allocations: readonly KeptAllocation[];
  readonly frees: readonly KeyedFree[];
  readonly stores: readonly KeyedStore[];
  readonly bits: readonly KeyedBit[];
}
