import { dirname, join, relative, resolve } from 'node:path';
import type { Engine, MacroShapes, Unit } from '@freehandle/c-source';
import { contentOf, isRegularFile, type Dependency } from './dependency.ts';
import { headerShelf, type Header } from './header-shelf.ts';
import { neededItems } from './needed-items.ts';

const MAX_DEPTH = 4;

/** The headers of a file, and every path that was looked at to find them. */
export interface Headers {
  /** One for each header, in the order of inclusion; they hold what the file may need of them. */
  readonly units: readonly Unit[];
  /** What they say of macros, all together. */
  readonly macros: MacroShapes;
  /** The texts that a macro without parameters has in them. */
  readonly constant: (name: string) => readonly string[];
  readonly dependencies: readonly Dependency[];
}

/** Gives the headers that a file at `path` includes by `includes`, with what may be needed by one that mentions `names`. */
export type HeaderReader = (path: string, includes: readonly string[], names: readonly string[]) => Headers;

/**
 * Resolves `#include "name"` beside the including file, beside the source file (where most drivers that have folders of
 * headers search too, by `-I`) and in `include/` under the root. A header is split into its
 * declarations once; each of them is parsed when it is first needed.
 */
export function headerReader(engine: Engine, root: string): HeaderReader {
  const shelf = headerShelf(engine, contentOf);
  const regular = new Map<string, boolean>();

  return (path, includes, names) => {
    shelf.makeRoom();
    const headers = new Map<string, Header>();
    const dependencies = new Map<string, string | null>();
    collect(path, includes, headers, dependencies, 0, dirname(path));
    const needed = neededItems(new Set(headers.values()), names, shelf);
    return {
      units: [...headers.values()].map((header) => shelf.unitOf(header, needed.get(header) ?? new Set())),
      macros: together([...headers.values()].map((header) => header.macros)),
      constant: (name) => [...headers.values()].flatMap((header) => header.constants().get(name) ?? []),
      dependencies: [...dependencies].map(([at, hash]) => ({ path: relative(root, at), hash })),
    };
  };

  function collect(
    path: string,
    includes: readonly string[],
    headers: Map<string, Header>,
    dependencies: Map<string, string | null>,
    depth: number,
    folder: string,
  ): void {
    if (depth >= MAX_DEPTH) return;
    for (const name of includes) {
      const places = new Set([resolve(dirname(path), name), resolve(folder, name), join(root, 'include', name)]);
      for (const candidate of places) {
        if (!isRegular(candidate)) {
          dependencies.set(candidate, null);
          continue;
        }
        if (headers.has(candidate)) break;
        const header = shelf.read(candidate);
        dependencies.set(candidate, header.hash);
        headers.set(candidate, header);
        collect(candidate, header.includes, headers, dependencies, depth + 1, folder);
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
}

/** The shapes of each name added up. */
function together(all: readonly MacroShapes[]): MacroShapes {
  const sums = new Map<string, number>();
  for (const one of all) for (const [name, shape] of one) sums.set(name, (sums.get(name) ?? 0) | shape);
  return sums;
}
