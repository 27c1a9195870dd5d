import type { DriverInput, DriverPair, VerifyOptions } from '../driver-input.ts';
import type { Comparison, DriverVerdict } from '../verdict/verdict.ts';

/** What a worker is asked to do: plain data, copied between threads. */
export type Task =
  | { readonly kind: 'verify'; readonly input: DriverInput; readonly options: VerifyOptions }
  | { readonly kind: 'compare'; readonly pair: DriverPair; readonly options: VerifyOptions };

/** What it answers. */
export type TaskResult<T extends Task> = T extends { kind: 'verify' } ? DriverVerdict : Comparison;
