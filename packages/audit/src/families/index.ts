import { consistent } from './consistent.ts';
import { dmaAttrs, dmaWriteCombine } from './dma-attrs.ts';
import { dmaCoherent } from './dma-coherent.ts';
import { dmaNoncoherent } from './dma-noncoherent.ts';
import { dmaPool } from './dma-pool.ts';
import { dmaPools } from './dma-pools.ts';
import { dmam } from './dmam.ts';
import { devmKmalloc, kmalloc, kvmalloc } from './kmalloc.ts';
import { ioremap, vmalloc } from './mappings.ts';
import { pages, pageStructs } from './pages.ts';
import { pciConsistent } from './pci-consistent.ts';
import type { AllocatingCall, Family, FreeingCall } from './family.ts';

/** Every family that is known without a configuration. */
export const families: readonly Family[] = [
  ...[consistent, pciConsistent, dmaCoherent, dmaAttrs, dmaWriteCombine, dmaNoncoherent, dmaPool, dmaPools, dmam],
  ...[kmalloc, kvmalloc, devmKmalloc, vmalloc, ioremap, pages, pageStructs],
];

/** What the name of a function says of it. */
export interface Families {
  readonly list: readonly Family[];
  readonly allocators: ReadonlyMap<string, { readonly family: Family; readonly call: AllocatingCall }>;
  readonly frees: ReadonlyMap<string, { readonly family: Family; readonly call: FreeingCall }>;
  /** The names that make a file worth looking at. */
  readonly traced: readonly string[];
}

/** Indexes families by the names of their functions; the first family with a name keeps it. */
export function indexFamilies(list: readonly Family[]): Families {
  const allocators = new Map<string, { family: Family; call: AllocatingCall }>();
  const frees = new Map<string, { family: Family; call: FreeingCall }>();
  for (const family of list) {
    for (const call of family.allocators) if (!allocators.has(call.name)) allocators.set(call.name, { family, call });
    for (const call of family.frees) if (!frees.has(call.name)) frees.set(call.name, { family, call });
  }
  const traced = list
    .filter((family) => family.traced)
    .flatMap((family) => [...family.allocators, ...family.frees].map(({ name }) => name));
  return { list, allocators, frees, traced: [...new Set(traced)] };
}

/** Whether memory of one family may be freed by a function of the other. */
export function mayFree(freeing: { readonly name: string }, family: Family, list: readonly Family[]): boolean {
  return list.some(
    (one) =>
      (one.name === family.name || family.fits.includes(one.name)) &&
      one.frees.some(({ name }) => name === freeing.name),
  );
}
