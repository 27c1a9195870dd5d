import { parentPort } from 'node:worker_threads';
import { taskRunner, type OpenScanner, type Task } from './task.ts';

/** Makes of this thread a member of a crew: a task comes in as a message, its answer goes out as one. */
export function serveTasks<S>(open: OpenScanner<S>): void {
  const run = taskRunner(open);
  parentPort!.on('message', (task: Task<S>) => {
    void run(task).then((answer) => parentPort!.postMessage(answer));
  });
}
