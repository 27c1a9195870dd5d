import type { DeclaredCalls } from './declared-calls.ts';
import type { DeviceName } from './exploration/devices.ts';
import type { RunPlan } from './exploration/run-plan.ts';

/** A driver to verify: its bytes, and where the headers it includes are found. */
export interface DriverInput {
  /** Name used in every report, relative to `root`, with `/`. */
  readonly file: string;
  /** Absolute directory that `file` is relative to. */
  readonly root: string;
  /** The bytes to compile; they need not be what is on disk. */
  readonly source: Uint8Array;
  /** Absolute directories searched for headers, first wins, before the kit or the kernel tree. */
  readonly includeRoots: readonly string[];
  /** Contents that stand in for files on disk, by absolute path: migrated headers that were not written. */
  readonly overlay: Readonly<Record<string, Uint8Array>>;
  /** Absolute root of a Linux 2.4, 5 or 6 tree whose own headers are to be used instead of the kit. */
  readonly kernelTree?: string;
  /** Calls of the migration at hand, for those that the model does not know, or not in that form. */
  readonly calls?: DeclaredCalls;
}

/** The same driver before and after a migration. */
export interface DriverPair {
  readonly before: DriverInput;
  readonly after: DriverInput;
}

/** Limits and choices of a verification; each has a default, see {@link defaultOptions}. */
export interface VerifyOptions {
  /** Which compiler: 'wasm' is the one from npm, 'system' an installed clang with wasm-ld, 'auto' system when able. */
  readonly toolchain: 'auto' | 'wasm' | 'system';
  /** Absolute folder where compiled drivers are kept for the next run; null: nothing is kept, and nothing kept is used. */
  readonly cacheDir: string | null;
  /** Most milliseconds one driver may take, compiling and running together. */
  readonly timeoutMs: number;
  /** Most basic blocks one run may execute. */
  readonly fuel: number;
  /** Most basic blocks all runs of one driver may execute together; a loop that never ends would use up the time otherwise. */
  readonly totalFuel: number;
  /** Most runs of one driver. */
  readonly maxRuns: number;
  /** Whether pairs of steps fail too, not only one step a run. */
  readonly pairs: boolean;
  /** Whether interrupts, timers and tasklets also arrive after each call that leaves them on. */
  readonly irq: boolean;
  /** How the registers of the device answer; null: as lets the driver come furthest. */
  readonly device: DeviceName | null;
  /** The undisturbed runs to make, the one to try faults on first; null: whatever lets the driver come furthest. */
  readonly trials: readonly RunPlan[] | null;
  /** The under-constrained runs to make; null: those that come to free sites which nothing else comes to. */
  readonly underConstrained: readonly RunPlan[] | null;
}

/** What is used for every option not given. */
export const defaultOptions: VerifyOptions = {
  toolchain: 'auto',
  cacheDir: null,
  timeoutMs: 60_000,
  fuel: 1_000_000,
  totalFuel: 10_000_000,
  maxRuns: 2_000,
  pairs: false,
  irq: false,
  device: null,
  trials: null,
  underConstrained: null,
};

/** How a batch is spread and watched. */
export interface BatchOptions extends Partial<VerifyOptions> {
  /** Worker threads; default: one a core, at most as many as drivers. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  /** Called after each driver, in order of completion. */
  readonly onProgress?: (done: number, total: number, file: string) => void;
}
