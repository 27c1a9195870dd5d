import type { ParameterPlace } from '../paths/parameter-place.ts';
import type { Sizing } from './sizing.ts';

/** What a function that allocates for its callers hands out, in terms of its parameters. */
export interface Handout {
  /** The size; null when it cannot be said by the parameters. */
  readonly size: Sizing | null;
  /** Where the handle is stored. */
  readonly handle: ParameterPlace;
  /** Where the pointer is stored; null when it is returned. */
  readonly pointer: ParameterPlace | null;
  /** By an allocator whose memory is meant for another call to free. */
  readonly isRelative: boolean;
  /** What was not proved, a sentence. */
  readonly doubt: string | null;
}

/** A parameter that a function stores as it came in. */
export interface Kept {
  readonly parameter: number;
  readonly place: ParameterPlace;
  /** On every way through the function. */
  readonly always: boolean;
  readonly narrow: string | null;
}

/** What a function does that its callers need to know; plain data but for the sets. */
export interface Summary {
  /** It allocates and hands out. */
  readonly allocates: Handout | null;
  /** Parameters that it stores in members of what other parameters point to. */
  readonly keeps: readonly Kept[];
  /** Members that it, or a function of the file that it calls, stores to, as `record.member`, by the member. */
  readonly stores: ReadonlyMap<string, ReadonlySet<string>>;
  /** File-level variables that it, or a function of the file that it calls, stores to. */
  readonly globals: ReadonlySet<string>;
  /** Members, as `record.member`, that receive the handle or the pointer of an allocation that it or a callee makes. */
  readonly handles: ReadonlySet<string>;
  readonly pointers: ReadonlySet<string>;
  /** Positions of the parameters that it releases. */
  readonly releases: ReadonlySet<number>;
}
