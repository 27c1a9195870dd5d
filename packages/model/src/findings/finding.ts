import type { Place, TraceEvent } from '../trace/trace-event.ts';

/** Who is at fault: the driver, or the allocator (a leak or BUG that a correct driver suffers too). */
export type Blame = 'driver' | 'allocator';

/** A broken rule, with the calls that led to it. Serialisable. */
export interface Finding {
  /** `R1`-`R32` (semantics 9), `D`, `K`, `F` or `S` and a number: see `ruleById`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly blame: Blame;
  /** One sentence with the figures of this case. */
  readonly message: string;
  /** Where the call was made that broke the rule; for leaks, where the memory was obtained. */
  readonly place: Place | null;
  /** The calls that led to it, oldest first. */
  readonly evidence: readonly TraceEvent[];
}

/** The machine stopped: BUG(), or a deadlock. Later calls do nothing and return failure. */
export interface Oops {
  /** `R1`, `F2`…: the finding raised with it. */
  readonly rule: string;
  readonly blame: Blame;
  readonly message: string;
  readonly place: Place | null;
}
