import { relative, resolve } from 'node:path';
import { fileSearch, type FileProblem, type ParserChoice } from '@freehandle/c-source';
import { families, indexFamilies } from './families/index.ts';
import type { Family } from './families/family.ts';
import type { Finding } from './finding.ts';
import { openAuditor, type FileAudit } from './threads/audit-file.ts';
import { auditInThreads } from './threads/audit-threads.ts';

/** How files are audited. */
export interface AuditOptions {
  /** The directory that the findings' `file`s are relative to. */
  readonly root: string;
  /** More pairs of functions, beside those that are known. */
  readonly families?: readonly Family[];
  readonly parser?: ParserChoice;
  /** Number of worker threads; without it, everything is done in the calling thread. The findings are the same. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, file: string) => void;
}

/** What an audit found. */
export interface Audit {
  readonly findings: readonly Finding[];
  /** Files that were looked at. */
  readonly files: number;
  /** Of these, those that mention a function of a traced family. */
  readonly audited: number;
  /** Functions with more paths than were followed. */
  readonly unfinished: readonly { readonly file: string; readonly line: number; readonly function: string }[];
  readonly problems: readonly FileProblem[];
}

/** Files for one message to a thread, at most. */
const GROUP = 8;

/** Audits files, from their source alone. Nothing is written. The result does not depend on the number of threads. */
export async function auditFiles(paths: readonly string[], options: AuditOptions): Promise<Audit> {
  const { signal, onProgress, jobs } = options;
  const root = resolve(options.root);
  const own = options.families ?? [];
  const settings = { root, families: own, parser: options.parser };
  const look = fileSearch(indexFamilies([...own, ...families]).traced);
  const candidates: string[] = [];
  const problems: FileProblem[] = [];
  for (const [done, path] of paths.entries()) {
    if (done % 256 === 0) {
      onProgress?.(0, paths.length, '');
      await new Promise<void>((turn) => setImmediate(turn));
      signal?.throwIfAborted();
    }
    const file = relative(root, path);
    const found = look(path, file);
    if (found.kind === 'problem') problems.push(found.problem);
    else if (found.kind === 'candidate') candidates.push(file);
  }
  const audits = new Map<string, FileAudit>();
  const take = (audit: FileAudit): void => {
    audits.set(audit.file, audit);
    onProgress?.(audits.size, candidates.length, audit.file);
  };
  if (jobs === undefined || candidates.length < 2 * GROUP) {
    const audit = await openAuditor(settings);
    for (const file of candidates) {
      await new Promise<void>((turn) => setImmediate(turn));
      signal?.throwIfAborted();
      take(audit(file));
    }
  } else {
    const groups = Array.from({ length: Math.ceil(candidates.length / GROUP) }, (_, i) =>
      candidates.slice(i * GROUP, (i + 1) * GROUP),
    );
    await auditInThreads(groups, settings, jobs, signal, (group) => group.forEach(take));
  }
  const all = candidates.map((file) => audits.get(file)!);
  return {
    findings: all.flatMap((one) => one.findings),
    files: paths.length,
    audited: all.filter((one) => one.audited).length,
    unfinished: all.flatMap((one) => one.unfinished),
    problems: [...problems, ...all.flatMap((one) => one.problem ?? [])],
  };
}
