import { statSync } from 'node:fs';
import { readCandidate, type Source } from '@freehandle/c-source';
import { hashOf } from './hash.ts';

/** A file that the facts of another depend on: the hash of its content, null where there is no file at that path. */
export interface Dependency {
  /** Relative to the root. */
  readonly path: string;
  readonly hash: string | null;
}

/** A dependency's content; `source` is null when it is not to be had, and then `hash` is the code of the reason. */
export interface Content {
  readonly hash: string;
  readonly source: Source | null;
}

/** Reads a file that facts depend on. */
export function contentOf(path: string): Content {
  const read = readCandidate(path, path, ['']);
  if (read.kind === 'problem') return { hash: read.problem.code, source: null };
  return read.kind === 'candidate'
    ? { hash: hashOf(read.source.bytes), source: read.source }
    : { hash: '', source: null };
}

/** Whether there is a file that can be included. */
export function isRegularFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}
