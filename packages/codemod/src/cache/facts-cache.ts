import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { OfferedFunction } from '@freehandle/provenance';
import { contentOf, isRegularFile, type Dependency } from '../plan/dependency.ts';
import { hashOf } from '../plan/hash.ts';
import type { Scan, ScanResult } from '../plan/scanned-file.ts';
import { entriesByName, entryLine, type Facts, type FactsEntry } from './facts-file.ts';
import { touchEntry, trimCache } from './trim.ts';
import { readSealed, writeSealed } from './sealed-file.ts';
import { stampOf } from './stamp.ts';
import { openDecisions, type AnswerHash, type Decisions } from './decisions.ts';
import { openStatIndex, type Known, type StatIndex } from './stat-index.ts';

/** What earlier runs found out. Whatever its state, a run with it gives what a run without it gives. */
export interface FactsCache {
  /** What is known of a file from its times and size alone, null when it must be read. */
  known(file: string): Known | null;
  /** What told the file from its later states when it was searched, as of {@link stampOf}; empty when nothing did. */
  stamp(file: string): string;
  /** Remembers what reading a file told. */
  learn(file: string, stamp: string, known: Known): void;
  /** The scan of a file with this content, null unless everything that it depends on is as it was. */
  get(file: string, hash: string): ScanResult | null;
  put(file: string, scan: Scan): void;
  /** The same for scans that know these functions of other files, and for the files that mention one of them. */
  knowing(elsewhere: readonly OfferedFunction[]): FactsCache;
  /** The decisions that were made where the facts were those of files in these folders. */
  decisions(folders: readonly string[], answerHash: AnswerHash): Decisions;
  /** Writes what was learnt, and removes what has not been used for long. */
  close(): void;
}

/** What the scans of a run have in common, for the cache. */
export interface Scanning {
  readonly root: string;
  /** The files that mention one of these are scanned. */
  readonly names: readonly string[];
  /** What else a scan depends on, beside the file; plain data. */
  readonly about: unknown;
  /** Stands for everything in the program that it depends on. */
  readonly version: string;
}

/** Where facts are kept, beside the memory of the run. */
export interface FactsPlaces {
  /** Made when something is put into it; one that cannot be written is only read. Null for none. */
  readonly folder: string | null;
  /** Facts that came from elsewhere. */
  readonly facts?: Facts | undefined;
  /** Is told every entry that the run uses or makes. */
  readonly record?: (line: string) => void;
}

/** Stands for what facts are made with. */
export function sealOf({ version, about }: Scanning, elsewhere: readonly OfferedFunction[] = []): string {
  return hashOf(JSON.stringify([version, about, elsewhere]));
}

/** The cache in these places. A folder that cannot be read or written is an empty cache. */
export function openFactsCache({ folder, facts, record }: FactsPlaces, scanning: Scanning): FactsCache {
  const { root, names, about, version } = scanning;
  const brought = facts ? entriesByName(facts) : null;
  const index = indexFor(names);
  const indices = [index];
  const contents = new Map<string, string | null>();
  const stamps = new Map<string, string>();
  let writable = folder !== null;
  return cacheOf(index, []);

  /** The files that mention one of these names, as earlier runs found them. */
  function indexFor(names: readonly string[]): StatIndex {
    return openStatIndex(
      folder === null ? null : join(folder, 'files', hashOf(JSON.stringify([root, names]))),
      hashOf(JSON.stringify([version, root, names])),
    );
  }

  function cacheOf(mentioning: StatIndex, elsewhere: readonly OfferedFunction[]): FactsCache {
    const seal = sealOf(scanning, elsewhere);
    return {
      known(file) {
        try {
          const stamp = stampOf(statSync(resolve(root, file)), Date.now());
          stamps.set(file, stamp);
          return mentioning.get(file, stamp);
        } catch {
          return null;
        }
      },
      stamp: (file) => stamps.get(file) ?? '',
      learn(file, stamp, one) {
        stamps.set(file, stamp);
        mentioning.set(file, stamp, one);
      },
      get(file, hash) {
        const { place, own } = entryOf(seal, file, hash);
        for (const entry of brought?.get(own) ?? []) {
          const result = holding(entry);
          if (result) return result;
        }
        const [dependencies, offered, text] = (place === null ? null : readSealed(place, own, 3)) ?? [];
        if (place === null || dependencies === undefined || offered === undefined || text === undefined) return null;
        const result = holding([own, dependencies, offered, text]);
        if (result) touchEntry(place);
        return result;
      },
      put(file, { hash, dependencies, offered, text }) {
        if (hash === '') return;
        const { place, own } = entryOf(seal, file, hash);
        const parts = [JSON.stringify(dependencies), JSON.stringify(offered), text] as const;
        record?.(entryLine([own, ...parts]));
        if (writable && place !== null) writable = writeSealed(place, own, parts);
      },
      knowing(functions) {
        const other = indexFor(functions.map((one) => one.name));
        indices.push(other);
        return cacheOf(other, functions);
      },
      decisions(folders, answerHash) {
        return openDecisions(
          folder === null ? null : join(folder, 'decisions', hashOf(JSON.stringify([root, names, folders]))),
          hashOf(JSON.stringify([version, about, root, folders])),
          answerHash,
        );
      },
      close() {
        if (!writable) return;
        const saved = indices.map((one) => one.save());
        if (folder !== null && saved.every(Boolean)) trimCache(folder);
      },
    };
  }

  /** Where the entry is, and the seal by which it is known to be this one and no other. */
  function entryOf(seal: string, file: string, hash: string): { readonly place: string | null; readonly own: string } {
    const own = hashOf(JSON.stringify([seal, file, hash]));
    return { place: folder === null ? null : join(folder, 'facts', own.slice(0, 2), own), own };
  }

  /** What an entry says, as long as everything that it rests on is as it was. */
  function holding(entry: FactsEntry): ScanResult | null {
    const [, dependencies, offered, text] = entry;
    for (const one of JSON.parse(dependencies) as Dependency[]) if (contentHash(one.path) !== one.hash) return null;
    record?.(entryLine(entry));
    return { text, offered: JSON.parse(offered) as OfferedFunction[] };
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
}
