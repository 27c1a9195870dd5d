import type { AllocationFact, FreeFact } from '../facts/facts.ts';
import { enclosing, endOf } from '../facts/store-facts.ts';
import type { Leaf } from '../facts/template.ts';
import type { Path } from '../paths/path.ts';
import { isAccessed } from './matches.ts';
import { canShare, memberKey, type LinkedFacts } from './index-facts.ts';
import type { FiledStore } from './stores-near.ts';

/** A record without a name may be the same one only in the files of one folder. */
function isNear(a: string, b: string): boolean {
  return a.slice(0, a.lastIndexOf('/')) === b.slice(0, b.lastIndexOf('/'));
}

/**
 * A store that may have changed, since the allocation, the place that `leaf` stands for: further on in the allocating
 * function, or in another one. Stores of the handle itself, and of NULL into a handle, do not count.
 */
export function mutationOf(
  linked: LinkedFacts,
  free: FreeFact,
  allocation: AllocationFact,
  leaf: Leaf,
  path: Path,
  isHandle: boolean,
): FiledStore | null {
  const end = endOf(path);
  if (!end) return null;
  const isHarmless = (value: FiledStore['value']) => isHandle && (value === 'null' || value === 'handle');
  let found: FiledStore | null = null;
  if (leaf.rewritten && !isHarmless(leaf.rewritten.value)) {
    found = { ...end, ...leaf.rewritten, file: allocation.file, function: allocation.function, source: null };
    if (found.value === 'changed') return found;
  }
  const within = enclosing([path, ...leaf.forms]);
  for (const store of linked.stores.near(end.member, end.record, allocation.file)) {
    if (store.depth !== end.depth || isHarmless(store.value)) continue;
    if (within !== null && store.within !== undefined && store.within !== within) continue;
    if (free.forms.some((form) => store.released?.includes(memberKey(form)))) continue;
    if (end.record === '' && !isNear(store.file, allocation.file)) continue;
    // Every driver has its own objects of what an accessor macro names a part of.
    if (store.file !== allocation.file && isAccessed(path)) continue;
    if (!canShare(linked, end.record, store.file, allocation.file)) continue;
    if (store.function === allocation.function && store.file === allocation.file) continue;
    if (allocatesFor(linked, free, store)) continue;
    if (store.value === 'changed') return store;
    found ??= store;
  }
  return found;
}

/** A function that allocates for the same pointer sets the size for its own allocation. */
function allocatesFor(linked: LinkedFacts, free: FreeFact, store: FiledStore): boolean {
  return free.forms.some((form) =>
    (linked.byMember.get(memberKey(form)) ?? []).some(
      (one) => one.function === store.function && one.file === store.file,
    ),
  );
}
