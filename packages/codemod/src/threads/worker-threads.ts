import { setTimeout as idle } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { CrewFailure, type Crew } from './crew.ts';
import { answerOf, type Answer, type Failure, type Task } from './task.ts';

/** Limits of a worker thread. */
export interface ThreadLimits {
  /** Milliseconds for one task; then the thread is ended, whatever it does. */
  readonly taskMs: number;
  /** Mebibytes of heap, beside the parser's own memory. */
  readonly heapMb: number;
}

/** Time in which V8 finishes what it compiles in the background. */
const SETTLING_MS = 50;

/** How worker threads are made and stopped. */
export interface ThreadOptions extends ThreadLimits {
  readonly signal?: AbortSignal | undefined;
  /** The module that the threads run: it must call {@link serveTasks}. */
  readonly worker: URL;
}

/**
 * A crew of worker threads. A thread is started with its first task, and a new one after a task that ended the thread. Not
 * a pool of any kind: the files of a folder must go to the thread that has read their headers, and a thread that ends by
 * itself must be told from one that takes long.
 */
export function crewOfThreads<S>(size: number, options: ThreadOptions): Crew<S> {
  const { taskMs, heapMb, signal } = options;
  const threads = new Map<number, Worker>();
  return {
    size,
    async run<T extends Task<S>>(member: number, task: T): Promise<Answer<T>> {
      signal?.throwIfAborted();
      return answerOf((await resultOf(member, task)) as Answer<T> | Failure);
    },
    async close() {
      // Node 20 aborts when a thread ends while V8 still optimises its code in the background: let that come to its end.
      if (threads.size > 0 && !signal?.aborted) await idle(SETTLING_MS);
      await Promise.all([...threads.values()].map((thread) => thread.terminate()));
    },
  };

  function resultOf(member: number, task: Task<S>): Promise<unknown> {
    const thread = threads.get(member) ?? start(member);
    return new Promise((resolve, reject) => {
      const answered = (result: unknown): void => {
        settle();
        resolve(result);
      };
      const fail = (reason: Error): void => {
        settle();
        threads.delete(member);
        void thread.terminate();
        reject(reason);
      };
      const broken = (error: Error): void => fail(failureFrom(error, heapMb));
      const ended = (code: number): void => fail(new CrewFailure('crash', `its thread ended with code ${code}`));
      const stopped = (): void => fail(signal!.reason as Error);
      const late = (): void => fail(new CrewFailure('timeout', `takes longer than ${taskMs / 1000} s`));
      const timer = setTimeout(late, taskMs);
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stopped);
        thread.off('message', answered).off('error', broken).off('exit', ended);
      };
      signal?.addEventListener('abort', stopped);
      thread.on('message', answered).on('error', broken).on('exit', ended);
      thread.postMessage(task);
    });
  }

  function start(member: number): Worker {
    const thread = new Worker(options.worker, {
      // Not the flags of this process, some of which a thread does not take.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    // What a thread still has to say after its task was given up is of no interest.
    thread.on('error', () => undefined);
    threads.set(member, thread);
    return thread;
  }
}

function failureFrom(error: NodeJS.ErrnoException, heapMb: number): CrewFailure {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new CrewFailure('memory', `needs more than ${heapMb} MiB of memory`)
    : new CrewFailure('crash', error.message);
}

/** The worker of the package of a module, built, also when that runs from the sources: a worker thread of Node 20 takes no TypeScript. */
export function workerOf(module: string): URL {
  // The last such folder is the package's own; there may be others above it.
  return new URL(module.replace(/^(.*)\/(?:src|dist)\/.*$/, '$1/dist/threads/worker.js'));
}
