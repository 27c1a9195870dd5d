import { createHash } from 'node:crypto';
import type { CompiledDriver } from '../compile/compile-driver.ts';
import { virtualPath } from '../front/prepared-driver.ts';
import type { SourceHash } from './verdict.ts';

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What the compiler saw, each file once: the driver's own sources as they were given, without the glue behind them. */
export function sourceHashes({ units, sources }: Pick<CompiledDriver, 'units' | 'sources'>): SourceHash[] {
  const own = new Map(sources.map(({ file, source }) => [virtualPath(file), source]));
  const seen = new Map(units.flatMap(({ files }) => [...files]));
  return [...seen]
    .map(([path, bytes]) => ({ path, sha256: sha256(own.get(path) ?? bytes) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

type Overlay = Readonly<Record<string, Uint8Array>>;

/** An overlay, and which of its files were looked at. */
export function watched(overlay: Overlay): { readonly contents: Overlay; used(): string[] } {
  const used = new Set<string>();
  const contents = new Proxy(overlay, {
    get(target, path: string): Uint8Array | undefined {
      if (Object.hasOwn(target, path)) used.add(path);
      return target[path];
    },
  });
  return { contents, used: () => [...used].sort() };
}
