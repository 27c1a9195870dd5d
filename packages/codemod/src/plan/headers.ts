import { dirname, join, relative, resolve } from 'node:path';
import { parseUnit, type Engine, type Unit } from '@freehandle/c-source';
import { contentOf, isRegularFile, type Dependency } from './dependency.ts';

const MAX_DEPTH = 4;

/** Bytes of headers whose units are kept for the files to come; those of one folder mostly include the same ones. */
const KEPT_BYTES = 8 * 1024 * 1024;

/** The headers of a file, and every path that was looked at to find them. */
export interface Headers {
  readonly units: readonly Unit[];
  readonly dependencies: readonly Dependency[];
}

interface Header {
  /** Null when it cannot be read or parsed, which only means that less is known of types. */
  readonly unit: Unit | null;
  readonly hash: string;
  readonly bytes: number;
}

/**
 * Resolves `#include "name"` beside the including file and in `include/` under the root. The units of headers read last
 * are kept, within limits.
 */
export function headerReader(engine: Engine, root: string): (path: string, unit: Unit) => Headers {
  const kept = new Map<string, Header>();
  const regular = new Map<string, boolean>();
  let keptBytes = 0;

  return (path, unit) => {
    const units = new Map<string, Unit>();
    const dependencies = new Map<string, string | null>();
    collect(path, unit, units, dependencies, 0);
    return {
      units: [...units.values()],
      dependencies: [...dependencies].map(([at, hash]) => ({ path: relative(root, at), hash })),
    };
  };

  function collect(
    path: string,
    unit: Unit,
    units: Map<string, Unit>,
    dependencies: Map<string, string | null>,
    depth: number,
  ): void {
    if (depth >= MAX_DEPTH) return;
    for (const name of unit.includes) {
      for (const candidate of [resolve(dirname(path), name), join(root, 'include', name)]) {
        if (!isRegular(candidate)) {
          dependencies.set(candidate, null);
          continue;
        }
        if (units.has(candidate)) break;
        const header = read(candidate);
        dependencies.set(candidate, header.hash);
        if (header.unit) {
          units.set(candidate, header.unit);
          collect(candidate, header.unit, units, dependencies, depth + 1);
        }
        break;
      }
    }
  }

  function isRegular(path: string): boolean {
    const known = regular.get(path);
    if (known !== undefined) return known;
    const found = isRegularFile(path);
    regular.set(path, found);
    return found;
  }

  function read(path: string): Header {
    const known = kept.get(path);
    const header = known ?? parse(path);
    if (known) kept.delete(path);
    else keptBytes += header.bytes;
    kept.set(path, header);
    for (const [oldest, { bytes }] of kept) {
      if (keptBytes <= KEPT_BYTES) break;
      kept.delete(oldest);
      keptBytes -= bytes;
    }
    return header;
  }

  function parse(path: string): Header {
    const { hash, source } = contentOf(path);
    if (!source) return { unit: null, hash, bytes: 0 };
    const result = parseUnit(engine, source, path);
    // Where it was the time that ran out, the next run may know more: a hash that no content has.
    return 'unit' in result
      ? { unit: result.unit, hash, bytes: source.bytes.length }
      : { unit: null, hash: '', bytes: 0 };
  }
}
