import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import { CrewFailure, type Crew } from './crew.ts';
import { answerOf, type Answer, type Failure, type Task } from './task.ts';

/** Limits of a worker thread. */
export interface ThreadLimits {
  /** Milliseconds for one task; then the thread is ended, whatever it does. */
  readonly taskMs: number;
  /** Mebibytes of heap, beside the parser's own memory. */
  readonly heapMb: number;
}

/** How worker threads are made and stopped. */
export interface ThreadOptions extends ThreadLimits {
  readonly signal?: AbortSignal | undefined;
  /** The module that the threads run; another one only where the crew itself is tested. */
  readonly worker?: string;
}

/** A crew of worker threads. A thread is started with its first task. */
export function crewOfThreads(size: number, { taskMs, heapMb, signal, worker }: ThreadOptions): Crew {
  // One pool for each thread, so that the files of a folder go to one thread, which has read their headers.
  const pools = new Map<number, Tinypool>();
  const poolOf = (member: number): Tinypool => {
    const known = pools.get(member);
    if (known) return known;
    const pool = new Tinypool({
      filename: worker ?? workerFile(),
      runtime: 'worker_threads',
      minThreads: 1,
      maxThreads: 1,
      concurrentTasksPerWorker: 1,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    pools.set(member, pool);
    return pool;
  };
  return {
    size,
    async run<T extends Task>(member: number, task: T): Promise<Answer<T>> {
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(taskMs);
      const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
      let result: Answer<T> | Failure;
      try {
        result = (await poolOf(member).run(task, { signal: stop })) as Answer<T> | Failure;
      } catch (error) {
        signal?.throwIfAborted();
        throw timeout.aborted
          ? new CrewFailure('timeout', `takes longer than ${taskMs / 1000} s`)
          : (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? new CrewFailure('memory', `needs more than ${heapMb} MiB of memory`)
            : new CrewFailure('crash', error instanceof Error ? error.message : String(error));
      }
      return answerOf(result);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** The built worker, also when this runs from the sources: a worker thread of Node 20 takes no TypeScript. */
function workerFile(): string {
  const here = import.meta.url;
  return fileURLToPath(new URL(here.endsWith('.ts') ? '../../dist/threads/worker.js' : './worker.js', here));
}
