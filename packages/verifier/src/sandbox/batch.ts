import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { Tinypool } from 'tinypool';
import type { AllocatorRequest, AllocatorVerdict } from '../allocator/verify-allocator.ts';
import {
  defaultOptions,
  type BatchOptions,
  type DriverInput,
  type DriverPair,
  type VerifyOptions,
} from '../driver-input.ts';
import { inPackage } from '../package-folder.ts';
import type { Replay, ReplayRequest } from '../replay/replay.ts';
import { comparisonsByFile, verdictsByFile } from '../verdict/by-file.ts';
import { unverified } from '../verdict/unverified.ts';
import { nothingCompared, type Comparison, type DriverVerdict, type VerdictErrorKind } from '../verdict/verdict.ts';
import { addressSpaceShortage, affordableThreads } from './address-space-limit.ts';
import type { Task } from './task.ts';

/** Milliseconds in which V8 finishes what it compiles in the background. */
const SETTLING = 50;

/** Mebibytes of heap a worker may use beside the driver's memory: the compiler keeps some 40 a file until collected. */
const WORKER_HEAP = 1024;

/** Verifies drivers in worker threads; verdicts come in the order of `inputs`. Never throws for what a driver does. */
export async function verifyBatch(
  inputs: readonly DriverInput[],
  options: BatchOptions = {},
): Promise<DriverVerdict[]> {
  const limits = limitsOf(options);
  const verdicts = await runAll(
    inputs.map((input) => ({ input, task: { kind: 'verify', input, options: limits } })),
    failed,
    options,
  );
  return verdictsByFile(verdicts);
}

/** Runs each pair side by side on equal fault plans; comparisons come in the order of `pairs`. Never throws for what a driver does. */
export async function compareBatch(pairs: readonly DriverPair[], options: BatchOptions = {}): Promise<Comparison[]> {
  const limits = limitsOf(options);
  const comparisons = await runAll<Comparison>(
    pairs.map((pair) => ({ input: pair.after, task: { kind: 'compare', pair, options: limits } })),
    (input, kind, message, hint) => {
      const verdict = failed(input, kind, message, hint);
      return {
        file: input.file,
        before: verdict,
        after: verdict,
        equivalent: null,
        compared: { ...nothingCompared, sites: verdict.sites },
        differences: [],
        why: message,
      };
    },
    options,
  );
  return comparisonsByFile(comparisons);
}

/** What a replay is made from; without `withPages` no pages are recorded. */
export type RequestedReplay = Omit<ReplayRequest, 'options' | 'withPages'> &
  Partial<Pick<ReplayRequest, 'withPages'>> & { readonly options: Partial<VerifyOptions> };

/** Makes runs again, each request in the order given. Never throws for what a driver does. */
export function replayBatch(requests: readonly RequestedReplay[], options: BatchOptions = {}): Promise<Replay[]> {
  return runAll<Replay>(
    requests.map((request) => ({
      input: request.input,
      task: { kind: 'replay', withPages: 0, ...request, options: limitsOf({ ...options, ...request.options }) },
    })),
    ({ file }, kind, message, hint = hintFor(kind)) => ({
      kind: 'error',
      error: { kind, file, line: 0, message, hint },
    }),
    options,
  );
}

/** Holds a tree's allocator against the model's. Never throws for what it does. */
export async function verifyAllocator(
  request: AllocatorRequest,
  options: BatchOptions = {},
): Promise<AllocatorVerdict> {
  const task = { kind: 'allocator', ...request, options: limitsOf(options) } as const;
  const [verdict] = await runAll<AllocatorVerdict>(
    [{ input: request.input, task }],
    ({ file }, kind, message, hint = hintFor(kind)) => ({
      ...{ file, profile: 'none', seed: request.seed, comparisons: [] },
      error: { kind, file, line: 0, message, hint },
    }),
    options,
  );
  return verdict!;
}

interface Job {
  /** What it speaks of: the form that counts, where there are two. */
  readonly input: DriverInput;
  readonly task: Task;
}

async function runAll<T>(
  jobs: readonly Job[],
  onFailure: (input: DriverInput, kind: VerdictErrorKind, message: string, hint?: string) => T,
  { jobs: wanted, signal, onProgress, timeoutMs = defaultOptions.timeoutMs }: BatchOptions,
): Promise<T[]> {
  if (jobs.length === 0) return [];
  const shortage = addressSpaceShortage();
  if (shortage) return jobs.map(({ input }) => onFailure(input, 'memory', shortage.message, shortage.hint));
  const threads = affordableThreads(Math.max(1, Math.min(wanted ?? availableParallelism(), jobs.length)));
  const pool = new Tinypool({
    // What the program was started with is not for its threads: some of it they do not take.
    execArgv: [],
    // The built one, also when this runs from the sources: a worker thread of Node 20 takes no TypeScript.
    filename: inPackage('dist/sandbox/worker.js'),
    runtime: 'worker_threads',
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP },
  });
  const results = new Map<number, T>();
  const waiting = [...jobs.entries()];
  // as many loops as threads: a job starts when it is handed over, so that its time counts from there
  const loop = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { input, task }] = next;
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        results.set(
          index,
          (await pool.run(task, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout })) as T,
        );
      } catch (error) {
        signal?.throwIfAborted();
        results.set(
          index,
          timeout.aborted
            ? onFailure(input, 'timeout', `no verdict within ${timeoutMs / 1000} s`)
            : isOutOfMemory(error)
              ? onFailure(input, 'memory', `no verdict within ${WORKER_HEAP} MiB of heap`)
              : onFailure(input, 'crash', String(error)),
        );
      }
      onProgress?.(results.size, jobs.length, input.file);
    }
  };
  try {
    await Promise.all(Array.from({ length: threads }, loop));
  } finally {
    // Node 20 aborts when a thread ends while V8 still optimises its code in the background: let that come to its end
    await setTimeout(SETTLING);
    await pool.destroy();
  }
  return jobs.map((_, index) => results.get(index)!);
}

function limitsOf(options: BatchOptions): VerifyOptions {
  const { jobs: _, signal: _signal, onProgress: _progress, ...limits } = { ...defaultOptions, ...options };
  return limits;
}

function failed(input: DriverInput, kind: VerdictErrorKind, message: string, hint = hintFor(kind)): DriverVerdict {
  return unverified(input, { kind, file: input.file, line: 0, message, hint });
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function hintFor(kind: VerdictErrorKind): string {
  return kind === 'timeout' || kind === 'memory'
    ? 'the compiler or the driver does not come to an end on it: give it more time, or verify a smaller part of it'
    : 'this is a defect of the verifier: please report the driver';
}
