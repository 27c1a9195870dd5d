import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { contentOf, isRegularFile, type Dependency } from '../plan/dependency.ts';
import { hashOf } from '../plan/hash.ts';
import type { Scan } from '../plan/scanned-file.ts';
import type { ScanSettings } from '../plan/scanner.ts';
import { namesOf } from '../migrations/migration.ts';
import { touchEntry, trimCache } from './trim.ts';
import { readSealed, writeSealed } from './sealed-file.ts';
import { stampOf } from './stamp.ts';
import { openStatIndex, type Known, type StatIndex } from './stat-index.ts';

/** What earlier runs found out. Whatever its state, a run with it gives what a run without it gives. */
export interface FactsCache {
  /** What is known of a file from its times and size alone, null when it must be read. */
  known(file: string): Known | null;
  /** Remembers what reading a file told. */
  learn(file: string, stamp: string, known: Known): void;
  /** The scan of a file with this content, null unless everything that it depends on is as it was. */
  get(file: string, hash: string): string | null;
  put(file: string, scan: Scan): void;
  /** Writes what was learnt, and removes what has not been used for long. */
  close(): void;
}

/**
 * The cache in a folder, which is made when something is put into it. A folder that cannot be read or written is an empty
 * cache. `version` stands for everything in the program that the facts depend on.
 */
export function openFactsCache(folder: string, settings: ScanSettings, version: string): FactsCache {
  const { root } = settings;
  const seal = hashOf(
    JSON.stringify([
      version,
      settings.migration,
      settings.parser ?? null,
      settings.unpruned ?? false,
      settings.elsewhere ?? null,
    ]),
  );
  const names = namesOf(settings.migration);
  const index: StatIndex = openStatIndex(
    join(folder, 'files', hashOf(JSON.stringify([root, names]))),
    hashOf(JSON.stringify([version, root, names])),
  );
  const contents = new Map<string, string | null>();
  let writable = true;

  return { known, learn: (file, stamp, one) => index.set(file, stamp, one), get, put, close };

  function known(file: string): Known | null {
    try {
      return index.get(file, stampOf(statSync(resolve(root, file)), Date.now()));
    } catch {
      return null;
    }
  }

  function get(file: string, hash: string): string | null {
    const { place, own } = entryOf(file, hash);
    const [dependencies, text] = readSealed(place, own) ?? [];
    if (dependencies === undefined || text === undefined) return null;
    for (const one of JSON.parse(dependencies) as Dependency[]) if (contentHash(one.path) !== one.hash) return null;
    touchEntry(place);
    return text;
  }

  function put(file: string, { hash, dependencies, text }: Scan): void {
    if (hash === '' || !writable) return;
    const { place, own } = entryOf(file, hash);
    writable = writeSealed(place, own, [JSON.stringify(dependencies), text]);
  }

  /** Where the entry is, and the seal by which it is known to be this one and no other. */
  function entryOf(file: string, hash: string): { readonly place: string; readonly own: string } {
    const own = hashOf(JSON.stringify([seal, file, hash]));
    return { place: join(folder, 'facts', own.slice(0, 2), own), own };
  }

  function contentHash(path: string): string | null {
    const found = contents.get(path);
    if (found !== undefined) return found;
    const hash = hashNow(path);
    contents.set(path, hash);
    return hash;
  }

  function hashNow(path: string): string | null {
    const absolute = resolve(root, path);
    if (!isRegularFile(absolute)) return null;
    const now = Date.now();
    const stamp = stampOf(statSync(absolute), now);
    const known = index.get(path, stamp);
    if (known && /^[0-9a-f]{40}$/.test(known.hash)) return known.hash;
    const { hash, source } = contentOf(absolute);
    if (source) index.set(path, stamp, { hash, mentions: known?.mentions ?? null });
    return hash;
  }

  function close(): void {
    if (writable && index.save()) trimCache(folder);
  }
}
