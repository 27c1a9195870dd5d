import type { FreeFact, LinkedFacts } from '@freehandle/provenance';
import type { Retained } from '../plan/plan.ts';
import { declareLocal } from './local-declaration.ts';
import { freeNameFor, type Kept } from './names.ts';
import { cannot, type Retention } from './retention.ts';
import { storeOf } from './store-value.ts';
import { typeOf } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Keeps the handle or the size of a local pointer in a local beside it, stored at each allocation of the function. */
export function keepInLocal(workspace: Workspace, linked: LinkedFacts, free: FreeFact, kept: Kept): Retention {
  const at = workspace.open(free.file);
  const definition = at?.unit.functions.find((one) => one.start <= free.start && free.start < one.end);
  if (!at || !definition) return cannot(`${free.file} cannot be read`);
  if (!/^[A-Za-z_]\w*$/.test(free.place)) return cannot(`${free.place} is not a local of ${free.function}`);
  const name = freeNameFor(free.place, kept, [at.source.text]);
  if (!name) return cannot(`no name is free beside ${free.place}`);
  const code = `${typeOf(workspace.migration, kept)} ${name} = 0;`;
  const declared = declareLocal(at, definition, free.place, name, code);
  if (!declared) return cannot(`${free.place} is not a local of ${free.function} that is declared once`);
  const stores: Retained[] = [];
  for (const source of free.sources) {
    const allocation = source.kind === 'allocation' ? linked.allocations.get(source.id) : undefined;
    if (!allocation) return cannot(`${free.place} comes from more than the allocations of ${free.function}`);
    const store = storeOf(workspace, allocation, allocation.start, kept, name);
    if ('why' in store) return store;
    stores.push(store);
  }
  return { retained: [declared, ...stores] };
}
