import type { Unit } from '@freehandle/c-source';
import type { FileFrame } from '../explore/frame.ts';
import { checkFrees, type Linked } from './check-frees.ts';
import type { LinkFacts } from './facts.ts';
import { pathOf, resolver } from './keys.ts';
import { listsWalkedThroughFreed } from './list-walks.ts';
import { loopsThatFreeFewer } from './loops-free-fewer.ts';
import { neverFreed } from './never-freed/never-freed.ts';
import { indicesOfOtherLoops } from './other-loops-index.ts';
import { otherwiseStored } from './other-stores.ts';
import { boundsOfOtherArrays } from './other-bounds.ts';
import { stillReserved } from './still-reserved.ts';
import type { Surroundings } from './surroundings.ts';

/** What the functions of a file, taken together, say of places that more than one of them knows. */
export function link(file: FileFrame, unit: Unit, facts: LinkFacts, surroundings: Surroundings): Linked[] {
  const derived = facts.stores.filter(({ derivedFrom }) => derivedFrom !== null);
  const resolve = resolver([...facts.allocations, ...derived].map(({ key }) => key));
  const otherwise = otherwiseStored(unit, file.families);
  const named: LinkFacts = {
    allocations: facts.allocations.map((one) => ({ ...one, key: resolve(one.key) })),
    frees: facts.frees.map((one) => ({ ...one, key: resolve(one.key) })),
    stores: facts.stores
      .filter(({ key, value, derivedFrom }) => value !== null || derivedFrom !== null || otherwise.has(memberOf(key)))
      .map((one) => ({
        ...one,
        key: resolve(one.key),
        derivedFrom: one.derivedFrom === null ? null : resolve(one.derivedFrom),
      })),
    bits: facts.bits.map((one) => ({ ...one, key: one.key === null ? null : resolve(one.key) })),
  };
  return [
    ...checkFrees(file, unit, named),
    ...stillReserved(named),
    ...neverFreed(file, unit, named, surroundings),
    ...loopsThatFreeFewer(file, unit, surroundings),
    ...indicesOfOtherLoops(file, unit),
    ...boundsOfOtherArrays(file, unit),
    ...listsWalkedThroughFreed(file, unit),
  ];
}

function memberOf(key: string): string {
  return pathOf(key).split('.').pop()!;
}
