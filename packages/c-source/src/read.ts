import { closeSync, fstatSync, openSync, readSync, constants, type Stats } from 'node:fs';
import type { FileProblem } from './file-problem.ts';
import { sourceFromBytes, type Source } from './source.ts';

/** The largest file that is parsed, in bytes: 8 MiB. The largest C file of Linux 6.1 has under 2 MB. */
export const MAX_SOURCE_BYTES = 8 * 1024 * 1024;

/** What reading a file gives: a source that mentions one of the names, nothing of interest, or a problem. */
export type ReadResult =
  | { readonly kind: 'candidate'; readonly source: Source }
  | { readonly kind: 'irrelevant' }
  | { readonly kind: 'problem'; readonly problem: FileProblem };

/** The same without a decoding; `stat` was taken from the file as it was opened. */
export type SearchResult =
  | { readonly kind: 'candidate'; readonly bytes: Uint8Array; readonly stat: Stats }
  | { readonly kind: 'irrelevant'; readonly stat: Stats }
  | { readonly kind: 'problem'; readonly problem: FileProblem };

type Problem = Extract<SearchResult, { kind: 'problem' }>;

const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads `path` and says whether it mentions one of `names`; nothing is parsed. Memory is bounded by {@link MAX_SOURCE_BYTES}.
 * Anything but a readable regular text file is a problem: FH1001 to FH1004. `file` is how the problem names it.
 */
export function readCandidate(path: string, file: string, names: readonly string[]): ReadResult {
  const result = search(path, file, names, (size) => Buffer.allocUnsafeSlow(size));
  return result.kind === 'candidate' ? { kind: 'candidate', source: sourceFromBytes(path, result.bytes) } : result;
}

/** {@link readCandidate} for thousands of files: each is read into the same memory, so `bytes` last until the next call. */
export function fileSearch(names: readonly string[]): (path: string, file: string) => SearchResult {
  // Where a longer name stands, the shorter one in it does.
  const shortest = names.filter((name) => !names.some((other) => other !== name && name.includes(other)));
  let memory = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const room = (size: number): Buffer => {
    if (memory.length < size) memory = Buffer.allocUnsafeSlow(Math.min(MAX_SOURCE_BYTES, 2 * size));
    return memory.subarray(0, size);
  };
  return (path, file) => search(path, file, shortest, room);
}

function search(
  path: string,
  file: string,
  names: readonly string[],
  allocate: (size: number) => Buffer,
): SearchResult {
  let descriptor: number;
  try {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return problem(file, 'FH1001', `cannot be opened (${errorCode(error)})`, 'Check that it exists and may be read.');
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) {
      return problem(file, 'FH1002', 'is not a regular file', 'Name C files or folders that hold them.');
    }
    if (stat.size > MAX_SOURCE_BYTES) {
      return readLarge(descriptor, file, names) ?? { kind: 'irrelevant', stat };
    }
    const bytes = readWhole(descriptor, allocate(stat.size));
    if (bytes.includes(0)) return binary(file);
    return names.some((name) => bytes.includes(name))
      ? { kind: 'candidate', bytes, stat }
      : { kind: 'irrelevant', stat };
  } catch (error) {
    return problem(file, 'FH1001', `cannot be read (${errorCode(error)})`, 'Check its permissions and the disk.');
  } finally {
    closeSync(descriptor);
  }
}

function readWhole(descriptor: number, bytes: Buffer): Buffer {
  let length = 0;
  while (length < bytes.length) {
    const got = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (got === 0) break;
    length += got;
  }
  return bytes.subarray(0, length);
}

/** A file over the limit is only searched, a chunk at a time; it is a problem when it is binary or mentions a name. */
function readLarge(descriptor: number, file: string, names: readonly string[]): Problem | null {
  const overlap = Math.max(...names.map((name) => name.length));
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES + overlap);
  let kept = 0;
  let mentioned = false;
  for (;;) {
    const got = readSync(descriptor, chunk, kept, CHUNK_BYTES, null);
    if (got === 0) break;
    const content = chunk.subarray(0, kept + got);
    if (content.includes(0)) return binary(file);
    mentioned ||= names.some((name) => content.includes(name));
    kept = Math.min(overlap, content.length);
    content.copy(chunk, 0, content.length - kept);
  }
  const limit = `is larger than ${MAX_SOURCE_BYTES / 1024 / 1024} MiB`;
  return mentioned ? problem(file, 'FH1004', `${limit} and mentions the API`, 'Split the file, or exclude it.') : null;
}

function binary(file: string): Problem {
  return problem(file, 'FH1003', 'holds a NUL byte, so it is not C text', 'Exclude it from the paths given.');
}

function problem(file: string, code: string, what: string, hint: string): Problem {
  return { kind: 'problem', problem: { file, code, severity: 'error', message: what, hint } };
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
