import { posix } from 'node:path';
import type { FileTree } from '../toolchain/toolchain.ts';
import { bytesOf, type VirtualFiles } from './virtual-files.ts';

const directive = /^[ \t]*#[ \t]*include(_next)?[ \t]*(["<])([^">\n]+)[">]/gm;

/** Files that a unit can include, whatever its conditionals say, and the names that no directory has. */
export interface IncludeClosure {
  readonly files: FileTree;
  readonly missing: readonly string[];
}

/**
 * Collects `main`, `forced` and all that they include. Over-approximate on purpose: the conditionals are the compiler's
 * business. `directories` are virtual, in search order.
 */
export function includeClosure(sources: VirtualFiles, main: string, directories: readonly string[]): IncludeClosure {
  const files = new Map<string, Uint8Array>();
  const missing = new Set<string>();
  const waiting = [main];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    const text = absoluteParents(sources.text(path) ?? '', posix.dirname(path), directories, sources);
    files.set(path, bytesOf(text));
    for (const [, next, quote, name] of text.matchAll(directive)) {
      const found = candidates(name!, quote === '"' ? posix.dirname(path) : null, directories).filter(
        (candidate) => sources.text(candidate) !== null,
      );
      // include_next takes a later directory than the first: all of them have to be there
      if (found.length > 0) waiting.push(...(next ? found : found.slice(0, 1)));
      else missing.add(name!);
    }
  }
  return { files, missing: [...missing] };
}

/** The WebAssembly toolchain's file system does not resolve `..`: such includes are made absolute. */
function absoluteParents(text: string, here: string, directories: readonly string[], sources: VirtualFiles): string {
  if (!text.includes('../')) return text;
  return text.replace(directive, (whole: string, next: string | undefined, quote: string, name: string) => {
    if (next || !name.includes('../')) return whole;
    const found = candidates(name, quote === '"' ? here : null, directories).find(
      (path) => sources.text(path) !== null,
    );
    return found ? `#include "${found}"` : whole;
  });
}

function candidates(name: string, here: string | null, directories: readonly string[]): string[] {
  if (name.startsWith('/')) return [posix.normalize(name)];
  return [...(here === null ? [] : [here]), ...directories].map((directory) => posix.normalize(`${directory}/${name}`));
}
