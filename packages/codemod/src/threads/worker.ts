import { taskRunner } from './task.ts';

/** Entry of a worker thread. */
export default taskRunner();
