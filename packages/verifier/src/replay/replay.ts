import type { SourcePlace, Finding, RunDescription, SourceHash, VerdictError } from '../verdict/verdict.ts';
import type { DriverInput, VerifyOptions } from '../driver-input.ts';
import type { RunPlan } from '../exploration/run-plan.ts';
import type { PageHistory } from './page-history.ts';

/** Runs to be made again: of one form of a driver, whose files have to be what they were. */
export interface ReplayRequest {
  readonly input: DriverInput;
  readonly options: VerifyOptions;
  readonly plans: readonly RunPlan[];
  readonly sources: readonly SourceHash[];
  /** In so many of the plans, the first ones, it is recorded what became of every page. */
  readonly withPages: number;
}

/** What came of it. */
export type Replay =
  | { readonly kind: 'replayed'; readonly toolchain: string; readonly runs: readonly ReplayedRun[] }
  /** Something that the compiler sees is not as it was: a clause each. */
  | { readonly kind: 'changed'; readonly changes: readonly string[] }
  | { readonly kind: 'error'; readonly error: VerdictError };

/** One run, call by call. */
export interface ReplayedRun {
  readonly run: RunDescription;
  readonly calls: readonly TracedCall[];
  readonly findings: readonly Finding[];
  /** What the allocator did wrong by itself. */
  readonly allocatorFindings: readonly Finding[];
  /** Whether everything planned happened. */
  readonly conclusive: boolean;
  /** In the order they were made. */
  readonly allocations: readonly TracedAllocation[];
  /** Null where it was not asked for. */
  readonly pages: PageHistory | null;
}

/** Memory that the driver had. */
export interface TracedAllocation {
  /** The call and its number in the run: `kmalloc#1`. */
  readonly label: string;
  readonly address: number;
  readonly bytes: number;
  /** Bus address of a consistent buffer, null for other memory. */
  readonly handle: number | null;
  /** Number of the call that obtained it, and of the one that gave it back: null when none did. */
  readonly from: number;
  readonly to: number | null;
}

/** A call of the driver into the kernel; or a step of its life, into the driver, whose name begins with `→`. */
export interface TracedCall {
  readonly call: string;
  readonly args: readonly number[];
  /** Null when it did not return. */
  readonly result: number | null;
  /** What it printed or named, null for other calls. */
  readonly text: string | null;
  readonly place: SourcePlace | null;
  /** What was made to fail in it, `kmalloc 2`. */
  readonly faults: readonly string[];
}
