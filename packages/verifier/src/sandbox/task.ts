import type { AllocatorRequest, AllocatorVerdict } from '../allocator/verify-allocator.ts';
import type { DriverInput, DriverPair, VerifyOptions } from '../driver-input.ts';
import type { Replay, ReplayRequest } from '../replay/replay.ts';
import type { Comparison, DriverVerdict } from '../verdict/verdict.ts';

/** What a worker is asked to do: plain data, copied between threads. */
export type Task =
  | { readonly kind: 'verify'; readonly input: DriverInput; readonly options: VerifyOptions }
  | { readonly kind: 'compare'; readonly pair: DriverPair; readonly options: VerifyOptions }
  | ({ readonly kind: 'replay' } & ReplayRequest)
  | ({ readonly kind: 'allocator'; readonly options: VerifyOptions } & AllocatorRequest);

/** What it answers. */
export type TaskResult = DriverVerdict | Comparison | Replay | AllocatorVerdict;
