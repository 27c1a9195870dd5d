import { parentPort } from 'node:worker_threads';
import { openAuditor, type AuditSettings, type FileAudit } from './audit-file.ts';

/** Entry of a worker thread: some files come in as a message, their audits go out as one. */
let auditor: Promise<(file: string) => FileAudit> | null = null;
parentPort!.on('message', ({ settings, files }: { settings: AuditSettings; files: readonly string[] }) => {
  auditor ??= openAuditor(settings);
  void auditor.then((audit) => parentPort!.postMessage(files.map(audit)));
});
