import type { BatchOptions, DriverInput, DriverPair } from '../driver-input.ts';
import type { Comparison, DriverVerdict } from '../verdict/verdict.ts';

/** Verifies drivers in worker threads; verdicts come in the order of `inputs`. Never throws for what a driver does. */
export function verifyBatch(inputs: readonly DriverInput[], options: BatchOptions = {}): Promise<DriverVerdict[]> {
  return Promise.reject(new Error(`not built yet: ${inputs.length} drivers, ${options.jobs ?? 1} workers`));
}

/** Runs each pair side by side on equal fault plans; comparisons come in the order of `pairs`. */
export function compareBatch(pairs: readonly DriverPair[], options: BatchOptions = {}): Promise<Comparison[]> {
  return Promise.reject(new Error(`not built yet: ${pairs.length} pairs, ${options.jobs ?? 1} workers`));
}
