import type { Crew } from './crew.ts';
import { answerOf, taskRunner, type OpenScanner } from './task.ts';

/** A crew of one, in the thread that calls; it cannot be stopped within a task. */
export function crewHere<S>(open: OpenScanner<S>, signal: AbortSignal | undefined): Crew<S> {
  const run = taskRunner(open);
  return {
    size: 1,
    async run(_member, task) {
      // The event loop must turn for an interrupt to be seen.
      await new Promise<void>((turn) => setImmediate(turn));
      signal?.throwIfAborted();
      return answerOf(await run(task));
    },
    close: () => Promise.resolve(),
  };
}
