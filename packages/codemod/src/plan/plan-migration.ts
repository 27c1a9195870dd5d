import { resolve } from 'node:path';
import { engineFor, FreehandleError, readCandidate, type FileProblem, type ParserChoice } from '@freehandle/c-source';
import { link } from '@freehandle/provenance';
import type { Migration } from '../migrations/migration.ts';
import { headerReader } from './headers.ts';
import type { Plan, Site } from './plan.ts';
import { planHidden, planSite } from './plan-site.ts';
import { scanFile, type ScannedFile } from './scan-file.ts';

/** How a plan is made. */
export interface PlanOptions {
  readonly migration: Migration;
  /** The directory that `paths` and the plan's `file`s are relative to. */
  readonly root: string;
  readonly parser?: ParserChoice;
  /** Stops between two files; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, file: string) => void;
}

/**
 * Plans a migration of `paths` (files, already expanded, relative to the root or absolute). Nothing is written. Files
 * that cannot be taken in are listed as problems; the rest goes on. The result does not depend on the order of `paths`.
 */
export async function planMigration(paths: readonly string[], options: PlanOptions): Promise<Plan> {
  const { migration, root } = options;
  const names = [migration.oldCall.name, ...migration.allocators.map((allocator) => allocator.name)];
  const engine = await engineFor(options.parser);
  const headers = headerReader(engine, root);
  const scanned = new Map<string, ScannedFile>();
  const problems: FileProblem[] = [];
  const files = [...new Set(paths.map((path) => relativeTo(root, path)))].sort();
  for (const [done, file] of files.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.(done, files.length, file);
    // The event loop must turn for an interrupt to be seen.
    if (done % 64 === 0) await new Promise<void>((turn) => setImmediate(turn));
    const path = resolve(root, file);
    const read = readCandidate(path, file, names);
    if (read.kind === 'problem') problems.push(read.problem);
    if (read.kind !== 'candidate') continue;
    const result = scanSafely(file, () =>
      scanFile(engine, read.source, file, migration, (unit) => headers(path, unit)),
    );
    if ('code' in result) problems.push(result);
    else {
      scanned.set(file, result);
      if (result.problem) problems.push(result.problem);
    }
  }
  options.onProgress?.(files.length, files.length, '');
  return { ...planScanned(scanned, migration), root, files: files.length, problems };
}

/** A file that the analysis breaks on costs that file, not the run. */
function scanSafely(file: string, scan: () => ScannedFile | FileProblem): ScannedFile | FileProblem {
  try {
    return scan();
  } catch (error) {
    if (error instanceof FreehandleError)
      return { file, code: error.code, severity: 'error', message: error.message, hint: error.hint };
    const what = error instanceof Error ? error.message : String(error);
    const hint = 'Nothing in it was migrated. Please report this with the file.';
    return { file, code: 'FH1007', severity: 'error', message: `could not be analysed: ${what}`, hint };
  }
}

function planScanned(
  scanned: ReadonlyMap<string, ScannedFile>,
  migration: Migration,
): Pick<Plan, 'migration' | 'sites' | 'declarations' | 'hashes'> {
  const linked = link([...scanned.values()].map((one) => one.facts));
  const sites: Site[] = [];
  const hashes: Record<string, string> = {};
  for (const [file, one] of scanned) {
    const own = [
      ...one.facts.frees
        .filter((free) => free.start < one.end)
        .map((free) => planSite(one.source, free, linked, migration)),
      ...one.hidden.map((call) => planHidden(one.source, file, call)),
    ].sort((a, b) => a.line - b.line || a.column - b.column);
    sites.push(...own);
    if (one.declarations.length > 0 || own.some((site) => site.edits.length > 0)) hashes[file] = one.hash;
  }
  return {
    migration: migration.name,
    sites,
    declarations: [...scanned.values()].flatMap((one) => one.declarations),
    hashes,
  };
}

function relativeTo(root: string, path: string): string {
  const absolute = resolve(root, path);
  const base = resolve(root);
  const inside = absolute.startsWith(base.endsWith('/') ? base : `${base}/`)
    ? absolute.slice(base.length).replace(/^\//, '')
    : path;
  return inside.replaceAll('\\', '/');
}
