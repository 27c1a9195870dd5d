import { resolve } from 'node:path';
import { engineFor, FreehandleError, readCandidate, type FileProblem, type ParserChoice } from '@freehandle/c-source';
import type { OfferedFunction } from '@freehandle/provenance';
import { namesOf, type Migration } from '../migrations/migration.ts';
import { hashOf } from './hash.ts';
import { headerReader, type Headers } from './headers.ts';
import { scanFile, type HeadersOf } from './scan-file.ts';
import { encodeScan } from './scanned-file.ts';
import type { OpenScanner } from '../threads/task.ts';

/** What the scans of a run have in common; plain data. */
export interface ScanSettings {
  readonly root: string;
  readonly migration: Migration;
  readonly parser?: ParserChoice | undefined;
  /** True to parse every function in full. */
  readonly unpruned?: boolean | undefined;
  /** Functions that allocate or free for other files; known once all have been scanned without them. */
  readonly elsewhere?: readonly OfferedFunction[] | undefined;
}

/**
 * Makes what reads, parses and analyses a file; all settings of a scanner must be the same but for `elsewhere`.
 * @throws FreehandleError FH1201, FH1202 when there is no parser.
 */
export const openScanner: OpenScanner<ScanSettings> = async ({ root, migration, parser, unpruned }) => {
  const engine = await engineFor(parser);
  const headers = headerReader(engine, root);
  return (file, { elsewhere }) => {
    const names = [...namesOf(migration), ...(elsewhere ?? []).map((one) => one.name)];
    const path = resolve(root, file);
    const read = readCandidate(path, file, names);
    if (read.kind === 'problem') return { hash: '', dependencies: [], ...encodeScan(read.problem) };
    // It mentioned a name when it was searched.
    if (read.kind === 'irrelevant') return { hash: '', dependencies: [], ...encodeScan(changedMeanwhile(file)) };
    let own: Headers = { units: [], macros: new Map(), constant: () => [], dependencies: [] };
    try {
      const headersOf: HeadersOf = (includes, names) => (own = headers(path, includes, names));
      const result = scanFile(engine, read.source, file, migration, headersOf, unpruned, elsewhere);
      if ('code' in result) return { hash: '', dependencies: [], ...encodeScan(result) };
      return { hash: hashOf(read.source.bytes), dependencies: own.dependencies, ...encodeScan(result) };
    } catch (error) {
      return { hash: '', dependencies: [], ...encodeScan(asProblem(file, error)) };
    }
  };
};

/** A file that the analysis breaks on costs that file, not the run. */
function asProblem(file: string, error: unknown): FileProblem {
  if (error instanceof FreehandleError)
    return { file, code: error.code, severity: 'error', message: error.message, hint: error.hint };
  return brokenOn(file, error instanceof Error ? error.message : String(error));
}

/** The problem of a file that the analysis broke on. */
export function brokenOn(file: string, what: string): FileProblem {
  const hint = 'Nothing in it was migrated. Please report this with the file.';
  return { file, code: 'FH1007', severity: 'error', message: `could not be analysed: ${what}`, hint };
}

/** The problem of a file that is no longer what an earlier stage saw. */
export function changedMeanwhile(file: string): FileProblem {
  const hint = 'Nothing in it was migrated. Run again.';
  return { file, code: 'FH1301', severity: 'error', message: 'changed while it was being read', hint };
}
