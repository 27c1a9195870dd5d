import type { Unit } from '@freehandle/c-source';
import type { FileFrame } from '../explore/frame.ts';
import { checkFrees, type Linked } from './check-frees.ts';
import type { LinkFacts } from './facts.ts';
import { resolver } from './keys.ts';
import { neverFreed } from './never-freed.ts';

/** What the functions of a file, taken together, say of places that more than one of them knows. */
export function link(file: FileFrame, unit: Unit, facts: LinkFacts): Linked[] {
  const resolve = resolver(facts.allocations.map(({ key }) => key));
  const named: LinkFacts = {
    allocations: facts.allocations.map((one) => ({ ...one, key: resolve(one.key) })),
    frees: facts.frees.map((one) => ({ ...one, key: resolve(one.key) })),
    stores: facts.stores.map((one) => ({
      ...one,
      key: resolve(one.key),
      derivedFrom: one.derivedFrom === null ? null : resolve(one.derivedFrom),
    })),
  };
  return [...checkFrees(file, named), ...neverFreed(file, unit, named)];
}
