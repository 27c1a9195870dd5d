import type { AllocationFact } from '../facts/facts.ts';
import { endOf } from '../facts/store-facts.ts';
import type { Path } from '../paths/path.ts';
import type { FiledStore, LinkedFacts } from './index-facts.ts';

/**
 * A store that may have changed, since the allocation, the member that `path` ends in: anywhere but before the
 * allocation in the allocating function. Stores of the handle itself, and of NULL into a handle, do not count.
 */
export function mutationOf(
  linked: LinkedFacts,
  allocation: AllocationFact,
  path: Path,
  isHandle: boolean,
): FiledStore | null {
  const end = endOf(path);
  if (!end) return null;
  let found: FiledStore | null = null;
  for (const store of linked.stores.get(end.member) ?? []) {
    if (store.depth !== end.depth) continue;
    if (store.record !== end.record && store.record !== '' && end.record !== '') continue;
    if (store.record !== end.record && store.file !== allocation.file) continue;
    if (isHandle && (store.value === 'null' || store.value === 'handle')) continue;
    const isBefore =
      store.function === allocation.function && store.file === allocation.file && !store.after.includes(allocation.id);
    if (isBefore) continue;
    if (store.value === 'changed') return store;
    found ??= store;
  }
  return found;
}
