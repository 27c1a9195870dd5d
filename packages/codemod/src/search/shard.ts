import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A part of a tree: the `index`-th, from 1, of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The files of a part. Folders stay whole, since their files share headers; the largest go first, each to the part with the
 * least bytes so far. The parts of one tree are the same on every machine, share nothing and lack nothing.
 */
export function shardOf(files: readonly string[], root: string, { index, count }: Shard): string[] {
  const folders = new Map<string, { folder: string; bytes: number; files: string[] }>();
  for (const file of files) {
    const folder = dirname(resolve(root, file));
    const known = folders.get(folder) ?? { folder, bytes: 0, files: [] };
    known.files.push(file);
    known.bytes += statSync(resolve(root, file), { throwIfNoEntry: false })?.size ?? 0;
    folders.set(folder, known);
  }
  const parts = Array.from({ length: count }, () => ({ bytes: 0, files: [] as string[] }));
  const largest = [...folders.values()].sort((a, b) => b.bytes - a.bytes || (a.folder < b.folder ? -1 : 1));
  for (const { bytes, files: own } of largest) {
    const least = parts.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    least.bytes += bytes;
    least.files.push(...own);
  }
  return parts[index - 1]!.files.sort();
}
