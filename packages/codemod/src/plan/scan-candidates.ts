import { dirname } from 'node:path';
import type { FileProblem } from '@freehandle/c-source';
import type { FactsCache } from '../cache/facts-cache.ts';
import { CrewFailure, share, type Crew } from '../threads/crew.ts';
import type { Progress } from './progress.ts';
import { decodeScan, type Scan, type ScannedFile } from './scanned-file.ts';
import { brokenOn, changedMeanwhile, type ScanSettings } from './scanner.ts';

/** What scanning needs. */
export interface ScanStage {
  readonly settings: ScanSettings;
  readonly crew: Crew;
  readonly cache: FactsCache | null;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** The facts of each candidate, in their order: from the cache, or made by the crew. */
export async function scanCandidates(
  candidates: ReadonlyMap<string, string>,
  { settings, crew, cache, signal, onProgress }: ScanStage,
): Promise<{ readonly files: ReadonlyMap<string, ScannedFile>; readonly problems: readonly FileProblem[] }> {
  const results = new Map<string, ScannedFile | FileProblem>();
  const report = (file: string): void =>
    onProgress?.({ stage: 'analyse', done: results.size, total: candidates.size, file });
  const folders = new Map<string, string[]>();
  for (const [file, hash] of candidates) {
    signal?.throwIfAborted();
    const text = cache?.get(file, hash) ?? null;
    if (text !== null) results.set(file, decodeScan(text));
    else folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file]);
  }
  const largestFirst = [...folders.values()].sort((a, b) => b.length - a.length);
  await share(crew, largestFirst, async (files, member) => {
    for (const file of files) {
      report(file);
      try {
        const scan: Scan = await crew.run(member, { kind: 'scan', file, settings });
        const isSame = scan.hash === '' || scan.hash === candidates.get(file);
        results.set(file, isSame ? decodeScan(scan.text) : changedMeanwhile(file));
        if (isSame) cache?.put(file, scan);
      } catch (error) {
        if (!(error instanceof CrewFailure)) throw error;
        results.set(file, failed(file, error));
      }
    }
  });
  const files = new Map<string, ScannedFile>();
  const problems: FileProblem[] = [];
  for (const file of candidates.keys()) {
    const result = results.get(file)!;
    if ('code' in result) problems.push(result);
    else {
      files.set(file, result);
      if (result.problem) problems.push(result.problem);
    }
  }
  return { files, problems };
}

function failed(file: string, { kind, message }: CrewFailure): FileProblem {
  if (kind === 'crash') return brokenOn(file, message);
  return { file, code: 'FH1005', severity: 'error', message, hint: 'Migrate it by hand, or exclude it.' };
}
