import { setTimeout as idle } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { brokenOn, type AuditSettings, type FileAudit } from './audit-file.ts';

/** Time for one group of files; a file that needs more is given up, with the rest of its group. */
const GROUP_MS = 120_000;
/** Time in which V8 finishes what it compiles in the background. */
const SETTLING_MS = 50;

/** Audits groups of files in `jobs` threads, each group in one; a thread that ends is replaced by another. */
export async function auditInThreads(
  groups: readonly (readonly string[])[],
  settings: AuditSettings,
  jobs: number,
  signal: AbortSignal | undefined,
  onGroup: (audits: readonly FileAudit[]) => void,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    let thread: Worker | null = null;
    while (next < groups.length) {
      signal?.throwIfAborted();
      const files = groups[next++]!;
      thread ??= new Worker(workerFile(), { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 400 } });
      const audits: readonly FileAudit[] | string = await answerOf(thread, { settings, files }, signal);
      if (typeof audits !== 'string') {
        onGroup(audits);
        continue;
      }
      await thread.terminate();
      thread = null;
      onGroup(
        files.map((file) => ({ file, audited: true, findings: [], unfinished: [], problem: brokenOn(file, audits) })),
      );
    }
    if (thread) {
      await idle(SETTLING_MS);
      await thread.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, groups.length) }, work));
}

/** What a thread answers, or why it does not. */
function answerOf(
  thread: Worker,
  message: unknown,
  signal: AbortSignal | undefined,
): Promise<readonly FileAudit[] | string> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stopped);
      // Only these: removing all of a worker's listeners takes the ones by which it hears its thread as well.
      thread.off('message', give).off('error', failed).off('exit', ended);
      // What a thread still has to say after its task was given up is of no interest.
      thread.off('error', ignored).on('error', ignored);
    };
    const give = (answer: readonly FileAudit[] | string): void => {
      settle();
      resolve(answer);
    };
    const failed = (error: Error): void => give(error.message);
    const ended = (code: number): void => give(`its thread ended with code ${code}`);
    const stopped = (): void => {
      settle();
      void thread.terminate();
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => give(`its group takes longer than ${GROUP_MS / 1000} s`), GROUP_MS);
    signal?.addEventListener('abort', stopped);
    thread.on('message', give).on('error', failed).on('exit', ended);
    thread.postMessage(message);
  });
}

function ignored(): void {}

/** The built worker, also when this runs from the sources: a worker thread of Node 20 takes no TypeScript. */
function workerFile(): URL {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? '../../dist/threads/worker.js' : './worker.js', here);
}
