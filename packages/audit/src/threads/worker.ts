import { serveTasks } from '@freehandle/codemod';
import { openAuditor } from './audit-file.ts';

/** Entry of a worker thread that audits. */
serveTasks(openAuditor);
