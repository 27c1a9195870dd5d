import { relative, resolve } from 'node:path';
import type { FileProblem, ParserChoice } from '@freehandle/c-source';
import {
  analysisVersion,
  crewHere,
  crewOfThreads,
  findCandidates,
  openFactsCache,
  scanCandidates,
  workerOf,
} from '@freehandle/codemod';
import { families, indexFamilies } from './families/index.ts';
import type { Family } from './families/family.ts';
import type { Finding } from './finding.ts';
import { borneOutByOtherFiles } from './link/other-files.ts';
import { openAuditor, type AuditSettings, type FileAudit } from './threads/audit-file.ts';

/** How files are audited. */
export interface AuditOptions {
  /** The directory that the findings' `file`s are relative to. */
  readonly root: string;
  /** More pairs of functions, beside those that are known. */
  readonly families?: readonly Family[];
  readonly parser?: ParserChoice;
  /** Number of worker threads; without it, everything is done in the calling thread. The findings are the same. */
  readonly jobs?: number;
  /** The folder that keeps what the next run can use again, made when needed; without it nothing is kept. */
  readonly cacheDir?: string;
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

/** A file that takes longer, or a thread that needs more, is given up (FH1005). */
const limits = { taskMs: 120_000, heapMb: 400 };

/** What an audit depends on in the program. */
const PACKAGES = ['c-source', 'provenance', 'codemod', 'model', 'audit'].map((name) => `@freehandle/${name}`);

/**
 * Audits files, from their source alone. Nothing is written but the cache. The result depends neither on the number of
 * threads nor on the cache.
 */
export async function auditFiles(paths: readonly string[], options: AuditOptions): Promise<Audit> {
  const { signal, onProgress, jobs, cacheDir, parser } = options;
  const root = resolve(options.root);
  const own = options.families ?? [];
  const settings = { root, families: own, parser };
  const names = indexFamilies([...own, ...families]).traced;
  const about = ['audit', own, parser ?? null];
  const cache =
    cacheDir === undefined
      ? null
      : openFactsCache(
          { folder: cacheDir },
          { root, names, about, version: analysisVersion(PACKAGES, import.meta.url) },
        );
  const crew =
    jobs === undefined
      ? crewHere(openAuditor, signal)
      : crewOfThreads<AuditSettings>(jobs, { ...limits, signal, worker: workerOf(import.meta.url) });
  const stage = { crew, cache, signal };
  const files = paths.map((path) => relative(root, path));
  try {
    const found = await findCandidates(files, {
      ...stage,
      root,
      names,
      onProgress: () => onProgress?.(0, paths.length, ''),
    });
    const scans = await scanCandidates(found.candidates, {
      ...stage,
      settings,
      onProgress: ({ done, total, file }) => onProgress?.(done, total, file),
    });
    const results = scans.map(({ text }) => JSON.parse(text) as FileAudit | FileProblem);
    const audits = results.filter((one) => 'findings' in one);
    onProgress?.(scans.length, scans.length, '');
    return {
      findings: borneOutByOtherFiles(
        root,
        audits.flatMap((one) => one.findings),
      ),
      files: paths.length,
      audited: scans.length,
      unfinished: audits.flatMap((one) => one.unfinished),
      problems: [...found.problems, ...results.flatMap((one) => ('code' in one ? [one] : one.problems))],
    };
  } finally {
    await crew.close();
    cache?.close();
  }
}
