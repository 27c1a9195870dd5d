import type { Path } from '../paths/path.ts';
import type { NullArrival } from './null-arrival.ts';
import type { BrokenFact } from './broken-facts.ts';
import type { MacroFact } from './macro-facts.ts';
import type { Renewed } from './renewals.ts';
import type { OfferedFunction } from './offered.ts';
import type { Handout } from './summary.ts';
import type { StoredValue } from './stored-value.ts';
import type { StoresOfFile } from './stores-of-file.ts';
import type { Computed } from './computed.ts';
import type { Template } from './template.ts';

/** A step of a chain of reasons. */
export interface Reason {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** A place that received an allocation's pointer, by assignment in the allocating function. */
export interface PointerStore {
  /** Positions in `handles` of those that are set on a way that also makes this store. */
  readonly handles: readonly number[];
  readonly forms: readonly Path[];
  readonly line: number;
  /** The offset of the assignment, or of the call that stores it. */
  readonly start: number;
  /** What else than such an allocation the place may be given here. */
  readonly other: { readonly line: number; readonly what: string } | null;
  /** The place is the first of several that the block is dealt out to; the index 0 in its forms is that one. */
  readonly isPart: boolean;
  /** The function called that stores it; null for an assignment. */
  readonly by: string | null;
  /**
   * Where the place is given parts of the block too: members of the object that hold the size, and only where it is given
   * the block itself; null otherwise.
   */
  readonly marks: readonly Path[] | null;
}

/** A member of the buffer itself that holds the handle. */
export interface InsideBuffer {
  readonly record: string;
  readonly member: string;
  readonly line: number;
  /** On some ways it is another buffer, or the handle of another one. */
  readonly isMixed: boolean;
}

/** A call that allocates. Plain data: what other functions and files need to know of it. */
export interface AllocationFact {
  /** Unique in the run: file and offset. */
  readonly id: string;
  readonly file: string;
  /** The offset of the call. */
  readonly start: number;
  readonly line: number;
  readonly function: string;
  readonly config: readonly string[];
  /** The parameters of the function that still have the value they came in with, pointers apart. */
  readonly given: readonly string[];
  /** The step of the call in its function. */
  readonly step: number;
  /** The size as passed; null when it cannot be written twice. */
  readonly size: Template | null;
  /** Places that were given the same expression as a value. */
  readonly sizeHolders: readonly Template[];
  /** The handle: the place passed first, then copies of it. */
  readonly handles: readonly Template[];
  readonly stores: readonly PointerStore[];
  /** Records that the pointer was cast or assigned to as a pointer to. */
  readonly pointees: readonly string[];
  /** Members of the buffer itself that hold the handle, by the record they belong to. */
  readonly insideBuffer: readonly InsideBuffer[];
  /** By an allocator whose memory is meant for another call to free. */
  readonly isRelative: boolean;
  /** What was not proved of the function that allocates. */
  readonly doubt: string | null;
  /** The types that the function declares for itself, see {@link ownTypesOf}. */
  readonly ownTypes: readonly string[];
}

/** A store to a member or a file-level variable. */
export interface MemberStore {
  /** Record and member, or the variable's name. */
  readonly record: string;
  readonly member: string;
  /** How many indices follow the member. */
  readonly depth: number;
  readonly line: number;
  readonly function: string;
  readonly value: StoredValue;
  /** The place copied from. */
  readonly source: { readonly record: string; readonly member: string } | null;
  /** Members of the same object whose buffers were freed before, on every way on which they had one. */
  readonly released?: readonly string[];
  /** Members of the object whose old buffers may outlive the function although it frees them when all goes well. */
  readonly ahead?: readonly string[];
  /** The member of another struct that the object stored to is, where the store names it. */
  readonly within?: string;
  /** The places in unions that it is in, see {@link overlaysOf}. */
  readonly overlays?: readonly string[];
  /** What it is, where that is not a plain store. */
  readonly what?: string;
  /** It is not one store: from there on there may be one at any time. */
  readonly isOpen?: true;
}

/** A store to a whole object of a record, by a function that does not own it. */
export interface WholeStore {
  readonly record: string;
  readonly line: number;
  readonly function: string;
  /** Copied from another object; all zero; what the store itself lists or lets in; or a part of it, under another type. */
  readonly value: 'copy' | 'zero' | 'listed' | 'disguised';
}

/** Something that happens before a free in the same function and may spoil an argument. */
export interface Event {
  /** The step of the free's function. */
  readonly step: number;
  /** `allocated`: another allocation stored its handle. */
  readonly kind: 'store' | 'allocated' | 'freed' | 'zeroed' | 'called';
  /** The place stored to, or whose target is freed or zeroed. */
  readonly forms: readonly Path[];
  /** For `called`, members that the function stores to, as `record.member`. */
  readonly members: readonly string[];
  readonly line: number;
  readonly what: string;
  /** Whether the freed place is given its buffer only afterwards. */
  readonly renewed: Renewed;
  /** Allocations of the function, by their steps, whose pointer is put in the freed place wherever this happens. */
  readonly goesWith: readonly number[];
}

/** A member, or a file-level variable, that an argument reads, and who may store to it in between. */
export interface Reads {
  readonly record: string;
  readonly member: string;
  readonly depth: number;
  /** The functions of other files that are given the object between the allocation and the free; empty names are pointers. */
  readonly given: readonly string[];
}

/** An argument found within the function of the free itself. */
export interface Rendered {
  /** What strangers may change of it. */
  readonly reads: readonly Reads[];
  readonly text: string;
  readonly line: number;
  /** False when a call in between may change it. */
  readonly certain: boolean;
  /** The type of a place that it was copied to and that may have cut it off. */
  readonly narrow: string | null;
  /** What else is not sure about it. */
  readonly doubt: string | null;
}

/** Why an argument was not found within the function. */
export interface Missing {
  readonly why: 'changed' | 'not-visible' | 'not-always' | 'uninitialised' | 'freed' | 'inexpressible';
  readonly line: number;
  readonly what: string;
}

/** Where the freed pointer came from. */
export type SourceOfFree =
  | {
      readonly kind: 'allocation';
      readonly id: string;
      readonly line: number;
      /** All ways to write the size and the handle, as written at the allocation first; why there is none. */
      readonly sizes: readonly Rendered[] | Missing;
      readonly handles: readonly Rendered[] | Missing;
      readonly config: readonly string[];
    }
  /** A member, a file-level variable or a parameter, which other functions give its value. */
  | {
      readonly kind: 'incoming';
      readonly forms: readonly Path[];
      readonly line: number;
      /** What made the base of the place another object after the pointer was read from it. */
      readonly moved: { readonly line: number; readonly what: string } | null;
    }
  /** A call that may have put something else there. */
  | { readonly kind: 'doubt'; readonly line: number; readonly what: string }
  | {
      readonly kind: 'unknown';
      readonly line: number;
      readonly what: string;
      /** It is set after the free too, for a next round: then the free may well be its own. */
      readonly again: boolean;
    };

/** A parameter of the function that frees. */
export interface ParameterFact {
  readonly name: string;
  /** The base type, typedefs resolved as far as known. */
  readonly base: string;
  /** The base type as written. */
  readonly declared: string;
  readonly pointers: number;
  /** Assigned to before the call. */
  readonly reassigned: boolean;
}

/** A call that frees. */
export interface FreeFact {
  /** The name of the function called. */
  readonly callee: string;
  /** The file that defines it; empty for the API's own. */
  readonly calleeFile: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  readonly parameters: readonly ParameterFact[];
  /** The function has a local that holds a handle. */
  readonly ownHandles: boolean;
  readonly vaddr: { readonly text: string; readonly start: number; readonly end: number };
  /** The places that evaluating the pointer's argument changes, as written: `i` in `p->buf[--i]`. */
  readonly effects: readonly string[];
  readonly argumentList: { readonly start: number; readonly end: number };
  /** The arguments as written, on one line each. */
  readonly arguments: readonly string[];
  readonly sources: readonly SourceOfFree[];
  /** The record that the freed pointer, without casts, points to. */
  readonly pointee: string;
  /** The freed pointer as written, without casts. */
  readonly place: string;
  /** The freed pointer's own place. */
  readonly forms: readonly Path[];
  /** Other members of its object that are tested not to be zero on every way to the call. */
  readonly tested: readonly string[];
  readonly before: readonly Event[];
  /** Whether NULL can get here: tested and excluded, seen to arrive, or not known. */
  readonly nullness: { readonly kind: 'excluded' | 'arrives' | 'unknown'; readonly line: number };
  /** Where `nullness` is unknown: why NULL may arrive all the same. */
  readonly unmade: NullArrival | null;
  /** The enclosing preprocessor conditions. */
  readonly config: readonly string[];
  /** Names visible at the call that are variables of the function; `steady` when they are given one value only. */
  readonly visible: readonly {
    readonly name: string;
    readonly id: number;
    readonly record: string;
    readonly steady: boolean;
  }[];
  /** Locals visible at the call that were computed before it. */
  readonly computed: readonly Computed[];
  /** Whether the function itself gives the freed place its buffer before. */
  readonly renewed: Renewed;
  /** Of the variables visible at the call: what each points to, where that is a part of something else. */
  readonly within: readonly { readonly id: number; readonly forms: readonly Path[] }[];
  readonly broken: boolean;
  /** The types that the function declares for itself. */
  readonly ownTypes: readonly string[];
  /** Locals that hold the value of an expression here, which is given without blanks. */
  readonly named: readonly { readonly name: string; readonly text: string }[];
}

/** A function that allocates for its callers. */
export interface HandoutFact {
  readonly function: string;
  readonly line: number;
  readonly parameters: readonly Omit<ParameterFact, 'reassigned'>[];
  readonly handout: Handout;
}

/** Everything that linking needs to know of a file; serialisable as of {@link factLines}. */
export interface FileFacts {
  readonly file: string;
  readonly allocations: readonly AllocationFact[];
  readonly frees: readonly FreeFact[];
  readonly stores: StoresOfFile;
  readonly wholeStores: readonly WholeStore[];
  /** Calls of functions of the same file that free one of their parameters, as if they freed it themselves. */
  readonly passing: readonly FreeFact[];
  readonly handouts: readonly HandoutFact[];
  /** The functions that allocate or free for other files. */
  readonly offered: readonly OfferedFunction[];
  readonly macros: readonly MacroFact[];
  readonly broken: readonly BrokenFact[];
  /** Records that the file defines itself: no other file can mean the same by their names. */
  readonly records: readonly string[];
  readonly globals: readonly { readonly name: string; readonly isStatic: boolean }[];
  /** The functions that it defines for other files. */
  readonly defines: readonly string[];
}
