import type { Family } from '../families/family.ts';
import type { BitMark } from '../explore/frame.ts';
import type { FreeEvent, Held, Resource } from '../explore/state.ts';
import type { Signs } from '../terms/sign.ts';
import type { Term } from '../terms/term.ts';

/** One way in which a function can end, in terms of its parameters and of globals. */
export interface Outcome {
  readonly returns: Term | null;
  /** The allocation that has given nothing where the function fails. */
  readonly failedFor: Resource | null;
  readonly facts: readonly (readonly [Term, Signs])[];
  /** What places hold afterwards: address and value. */
  readonly writes: readonly (readonly [Term, Term])[];
  /** What it allocated and did not free. */
  readonly resources: readonly Resource[];
  readonly frees: readonly FreeEvent[];
  /** What was given to functions that are not followed. */
  readonly given: readonly (readonly [Term, boolean])[];
  /** Objects that are gone. */
  readonly gone: readonly Term[];
  readonly epochs: readonly (readonly [string, number])[];
}

/** A call that may sleep, on every way through the function that gets to it. */
export interface Sleep {
  readonly call: string;
  readonly rule: string;
  readonly needs: 'atomic' | 'interrupts-off';
  readonly offset: number;
  /** The functions of the file that the call is got to by, the outermost first. */
  readonly through: readonly string[];
  /** The position of the parameter with the flags that decide whether it sleeps. */
  readonly flags?: number;
  /** Parameters, by position, that have to be true, or false, for the call to be made. */
  readonly when?: ReadonlyMap<number, boolean>;
  /** A function on the way calls the next one, or the call itself, in an arm of a condition. */
  readonly isConditional?: boolean;
}

/** A free in a loop, of what a member of that name holds; null when it is a variable's. */
export interface Sweep {
  readonly family: Family;
  readonly member: string | null;
}

/** What calling a function of the file does; outcomes are null when they are too many to be followed. */
export interface Summary {
  readonly name: string;
  readonly outcomes: readonly Outcome[] | null;
  readonly sleeps: readonly Sleep[];
  readonly held: readonly Held[];
  /** What it does to the reserved bit of pages, on some way. */
  readonly bits: readonly BitMark[];
  /** What it frees in loops, itself or by what it calls. */
  readonly sweeps: readonly Sweep[];
}
