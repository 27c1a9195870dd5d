import { openScanner } from '../plan/scanner.ts';
import { serveTasks } from './serve-tasks.ts';

/** Entry of a worker thread that scans for a migration. */
serveTasks(openScanner);
