import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MAX_SOURCE_BYTES, parseUnit, readCandidate, type Engine, type Unit } from '@freehandle/c-source';

const MAX_DEPTH = 4;

/**
 * Resolves `#include "name"` beside the including file and in `include/` under the root. Each header is parsed once;
 * one that cannot be read or parsed only means that less is known of types.
 */
export function headerReader(engine: Engine, root: string): (path: string, unit: Unit) => readonly Unit[] {
  const parsed = new Map<string, Unit | null>();
  const found = new Map<string, string | null>();

  return (path, unit) => {
    const units = new Set<Unit>();
    collect(path, unit, units, 0);
    return [...units];
  };

  function collect(path: string, unit: Unit, units: Set<Unit>, depth: number): void {
    if (depth >= MAX_DEPTH) return;
    for (const name of unit.includes) {
      const header = locate(dirname(path), name);
      const inner = header && parse(header);
      if (!header || !inner || units.has(inner)) continue;
      units.add(inner);
      collect(header, inner, units, depth + 1);
    }
  }

  function locate(folder: string, name: string): string | null {
    const key = `${folder}\0${name}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const path =
      [resolve(folder, name), join(root, 'include', name)].find((one) => existsSync(one) && statSync(one).isFile()) ??
      null;
    found.set(key, path);
    return path;
  }

  function parse(path: string): Unit | null {
    const known = parsed.get(path);
    if (known !== undefined) return known;
    let unit: Unit | null = null;
    if (statSync(path).size <= MAX_SOURCE_BYTES) {
      const read = readCandidate(path, path, ['']);
      const result = read.kind === 'candidate' ? parseUnit(engine, read.source, path) : null;
      if (result && 'unit' in result) unit = result.unit;
    }
    parsed.set(path, unit);
    return unit;
  }
}
