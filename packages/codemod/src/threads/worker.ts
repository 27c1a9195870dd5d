import { parentPort } from 'node:worker_threads';
import { taskRunner, type Task } from './task.ts';

/** Entry of a worker thread: a task comes in as a message, its answer goes out as one. */
const run = taskRunner();
parentPort!.on('message', (task: Task) => {
  void run(task).then((answer) => parentPort!.postMessage(answer));
});
