import { resolve } from 'node:path';
import { fileSearch, type FileProblem } from '@freehandle/c-source';
import { hashOf } from '../plan/hash.ts';
import { stampOf } from '../cache/stamp.ts';

/** Files to look for names in, relative to the root. */
export interface SearchTask {
  readonly root: string;
  readonly names: readonly string[];
  readonly files: readonly string[];
}

/** What the search of some files gives; plain data, small enough to be sent between threads. */
export interface Searched {
  /** Files that mention a name, with their content hash. */
  readonly candidates: readonly { readonly file: string; readonly hash: string }[];
  readonly problems: readonly FileProblem[];
  /** The stamp of each file as read, in the order of the task; empty where it says nothing. */
  readonly stamps: readonly string[];
}

/** Looks for the names in the bytes of each file; nothing is decoded or parsed. */
export function searchFiles({ root, names, files }: SearchTask): Searched {
  const look = fileSearch(names);
  const now = Date.now();
  const candidates: { file: string; hash: string }[] = [];
  const problems: FileProblem[] = [];
  const stamps = files.map((file) => {
    const result = look(resolve(root, file), file);
    if (result.kind === 'problem') {
      problems.push(result.problem);
      return '';
    }
    if (result.kind === 'candidate') candidates.push({ file, hash: hashOf(result.bytes) });
    return stampOf(result.stat, now);
  });
  return { candidates, problems, stamps };
}
