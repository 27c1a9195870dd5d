import type { DeviceName } from '../exploration/devices.ts';
import type { RunPlan } from '../exploration/run-plan.ts';

/** A place in a driver's source. `line` is 1-based; `file` is spelt as it was given in {@link DriverInput.file}. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** One step of the way that led to a finding, oldest first. */
export interface Evidence extends SourcePlace {
  readonly what: string;
}

/** A run that showed something: what was called, in order, and which steps were made to fail. */
export interface RunDescription {
  /** What happened to it from outside: all that is needed to make it again. */
  readonly plan: RunPlan;
  readonly lifecycle: readonly string[];
  readonly faults: readonly string[];
  /** The call after which interrupts arrived; null when they came only where the lifecycle has them. */
  readonly interrupt: string | null;
  /** How the registers of its device answered. */
  readonly device: DeviceName;
}

/** A broken rule, seen while the driver ran (or when it was compiled, for the argument list itself). */
export interface Finding {
  /** Rule id of the model, `R7`; a fault of plain C has an id of {@link memoryRules}, `S1`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly function: string | null;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly run: RunDescription | null;
}

/**
 * What running showed of a free site, one of five:
 * - `verified`: it ran, with the address, the size in pages and the handle that its buffer has; and, where there is an
 *   original to compare with, as the original did
 * - `refuted`: a run shows that one of these is not so
 * - `under-constrained`: no run of the driver's life came to it; its function did when it was called by itself, on made-up
 *   objects, and, where there is an original, as the original's did: see {@link FreeSite.allocated}
 * - `not-reached`: it is in the module, and ran nowhere (or nowhere where the two forms were compared)
 * - `not-compiled`: it is not in the module, or there is no module
 */
export type SiteStatus = 'verified' | 'refuted' | 'under-constrained' | 'not-reached' | 'not-compiled';

/** A call that frees a consistent buffer. */
export interface FreeSite extends SourcePlace {
  readonly function: string | null;
  readonly status: SiteStatus;
  /** Why it is not verified, in one clause; null when it is. */
  readonly why: string | null;
  /** The run that refutes it; null for other sites. */
  readonly refutedBy: RunDescription | null;
  /** Whether it is in the module at all: the configuration, or a condition that is never true, may leave it out. */
  readonly compiled: boolean;
  /** Whether any run came to it, of the driver's life or under-constrained. */
  readonly reached: boolean;
  /** Which runs came to it, the stronger of the two; null when none did. */
  readonly by: 'lifecycle' | 'under-constrained' | null;
  /** Whether a run that came to it had allocated what it frees: then the model has judged its size and handle. */
  readonly allocated: boolean;
  /** Number of runs in which it was called; in a comparison, of those in which both forms did the same up to it. */
  readonly runs: number;
}

/** Why a driver could not be compiled or run. `line` is 0 when no place is known. */
export interface VerdictError extends SourcePlace {
  readonly kind: VerdictErrorKind;
  readonly message: string;
  readonly hint: string;
}

/** The closed list of reasons why a driver has no verdict. */
export type VerdictErrorKind =
  'compile' | 'no-entry' | 'timeout' | 'crash' | 'load' | 'unreadable' | 'toolchain' | 'memory';

/** A file that the compiler saw, by its virtual path, and the SHA-256 of its bytes. */
export interface SourceHash {
  readonly path: string;
  readonly sha256: string;
}

/** What a verdict rests on: all that is needed to tell whether it would be the same again. */
export interface VerdictRecord {
  readonly toolchain: string;
  /** The driver's sources and every header that they can include. */
  readonly sources: readonly SourceHash[];
  /** Absolute paths of the files that were not as they are on disk. */
  readonly standIns: readonly string[];
  /** SHA-256 of the compiled module. */
  readonly module: string;
  /** Every run: those with an `entry` in their plan are under-constrained. */
  readonly runs: readonly { readonly plan: RunPlan; readonly conclusive: boolean }[];
}

/** What running one driver showed. A driver with `error` was not verified, whatever the other fields say. */
export interface DriverVerdict {
  readonly file: string;
  readonly compiled: boolean;
  /** The headers and configuration it was compiled with, in words. Always to be shown next to the verdict. */
  readonly profile: string;
  readonly error: VerdictError | null;
  /** Allocator of the model the driver ran on, `ppc-map1` or `ppc-sized`; null when it never ran. */
  readonly allocator: string | null;
  /** How the registers of its device answered when faults were tried; null when it never ran. */
  readonly device: DeviceName | null;
  readonly runs: number;
  /** Under-constrained runs that came to a free site which the driver's life does not come to; not among `runs`. */
  readonly underConstrainedRuns: number;
  /** Fault plans that were not run, because a limit was reached. */
  readonly unexplored: number;
  /** Runs whose planned fault did not fire: they say nothing. */
  readonly inconclusive: number;
  readonly findings: readonly Finding[];
  /** What the allocator did wrong by itself in these runs, on a driver that may be right. */
  readonly allocatorFindings: readonly Finding[];
  readonly sites: readonly FreeSite[];
  /** What was called in the fault-free run, in order. */
  readonly lifecycle: readonly string[];
  /** Steps of the fault-free run that reported failure, with what they returned: what follows them was not run. */
  readonly failedSteps: readonly { readonly step: string; readonly returned: number }[];
  /** Whether the fault-free run was stopped in the middle of the driver: a finding says why. */
  readonly stopped: boolean;
  readonly blocks: { readonly reached: number; readonly total: number };
  /** Functions of the kernel that the model does not know: they did nothing and returned 0. */
  readonly stubs: readonly string[];
  /** Variables of the kernel that nobody sets here: they are zero. */
  readonly dataStubs: readonly string[];
  /** What the verdict rests on; null when there was no module. */
  readonly record: VerdictRecord | null;
  readonly compileMs: number;
  readonly runMs: number;
}

/** The original beside the migrated driver, over equal fault plans. */
export interface Comparison {
  readonly file: string;
  readonly before: DriverVerdict;
  readonly after: DriverVerdict;
  /**
   * true: every run compared did the same but for the new arguments; `compared` tells how much that is, and at least one
   * free site is in it where there are any. false: see `differences`. null: could not be told, see `why`.
   */
  readonly equivalent: boolean | null;
  readonly compared: ComparedScope;
  readonly differences: readonly string[];
  readonly why: string | null;
}

/** How much of two drivers was compared. */
export interface ComparedScope {
  /** Fault plans, the fault-free one included, whose runs were compared. */
  readonly runs: number;
  /** Under-constrained runs compared, not among `runs`. */
  readonly underConstrained: number;
  /** Those of `runs` compared only up to the call in which an allocator stopped the machine. */
  readonly cut: number;
  /** Fault plans not compared: not run in both forms, or inconclusive in one. */
  readonly skipped: number;
  /** Free sites of the migrated driver, by what the comparison shows of them. */
  readonly sites: readonly FreeSite[];
}

/** The scope of a comparison that did not take place. */
export const nothingCompared: ComparedScope = { runs: 0, underConstrained: 0, cut: 0, skipped: 0, sites: [] };
