import type { AllocationFact, FreeFact, Reads } from '../facts/facts.ts';
import { THROUGH_POINTER } from '../facts/strangers.ts';
import { enclosing, endOf, overlaysOf, type PathEnd } from '../facts/store-facts.ts';
import type { Leaf } from '../facts/template.ts';
import type { Path } from '../paths/path.ts';
import { align } from './align.ts';
import { isAccessed } from './matches.ts';
import { canShare, handleKey, memberKey, type LinkedFacts } from './index-facts.ts';
import type { FiledStore } from './stores-near.ts';

/** A record without a name may be the same one only in the files of one folder. */
function isApart(end: PathEnd, store: FiledStore, allocation: AllocationFact): boolean {
  const folder = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/')));
  return end.record === '' && folder(store.file) !== folder(allocation.file);
}

function isVariable({ root, steps }: Path): boolean {
  return root.kind === 'global' && !steps.some((step) => step.kind === 'member');
}

/** Whether two files mean one variable by a name. */
function isOneVariable(linked: LinkedFacts, name: string, a: string, b: string): boolean {
  const isStatic = (file: string) => linked.statics.get(file)?.has(name) === true;
  return a === b || (linked.shared.has(name) && !isStatic(a) && !isStatic(b));
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
  const isOver = ({ released }: Pick<FiledStore, 'released'>) =>
    free.forms.some((form) => released?.includes(memberKey(form)));
  const isTooEarly = ({ ahead }: FiledStore) => free.forms.some((form) => ahead?.includes(memberKey(form)));
  let found: FiledStore | null = isHandle ? otherHandle(linked, free, allocation, path) : null;
  if (leaf.rewritten && !isHarmless(leaf.rewritten.value) && !isOver(leaf.rewritten)) {
    found = { ...end, ...leaf.rewritten, file: allocation.file, function: allocation.function, source: null };
    if (found.value === 'changed') return found;
  }
  const within = enclosing([path, ...leaf.forms]);
  for (const store of linked.stores.near(end.member, end.record, allocation.file)) {
    if (store.depth !== end.depth || isHarmless(store.value)) continue;
    if (within !== null && store.within !== undefined && store.within !== within) continue;
    if (isOver(store)) continue;
    if (
      isVariable(path)
        ? !isOneVariable(linked, end.member, store.file, allocation.file)
        : isApart(end, store, allocation)
    )
      continue;
    // Every driver has its own objects of what an accessor macro names a part of.
    if (store.file !== allocation.file && isAccessed(path)) continue;
    if (!canShare(linked, end.record, store.file, allocation.file)) continue;
    const isOwn = store.function === allocation.function && store.file === allocation.file;
    if (!store.isOpen && (isOwn || (allocatesFor(linked, free, store) && !isTooEarly(store)))) continue;
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

/** Another allocation that is passed the same place for its handle, while its pointer is kept elsewhere than the freed one. */
function otherHandle(linked: LinkedFacts, free: FreeFact, allocation: AllocationFact, path: Path): FiledStore | null {
  const end = endOf(path);
  if (!end) return null;
  const freed = new Set(free.forms.map(memberKey));
  const same = (there: Path): boolean => {
    const own = endOf(there);
    if (!own || own.member !== end.member || own.depth !== end.depth) return false;
    return own.record === end.record && align(there, path) !== null;
  };
  for (const other of linked.byHandle.get(handleKey(end)) ?? []) {
    if (other.id === allocation.id || !canShare(linked, end.record, other.file, allocation.file)) continue;
    if (end.record === '' && other.file !== allocation.file) continue;
    if (!other.handles[0]!.leaves[0]!.forms.some(same)) continue;
    if (other.config.join() !== allocation.config.join()) continue;
    const kept = other.stores.flatMap((store) => store.forms.filter((form) => endOf(form)).map(memberKey));
    if (kept.length === 0) continue;
    if (kept.some((key) => freed.has(key))) continue;
    const { file, line, function: name } = other;
    const what = `the member ${end.member} also receives the handle of the allocation in ${name}`;
    return { ...end, file, line, function: name, value: 'other', source: null, what };
  }
  return null;
}

/** A store to another member of a union that the place is in. */
export function overlaidStore(linked: LinkedFacts, allocation: AllocationFact, leaf: Leaf): FiledStore | null {
  for (const overlay of leaf.forms.flatMap(overlaysOf)) {
    const store = linked.stores.beside(overlay).find((one) => canShare(linked, one.record, one.file, allocation.file));
    if (store) return store;
  }
  return null;
}

/**
 * A store that one of the functions may make that are given the object between the allocation and the free: one in the file
 * that defines it; when it is not known which function is called, any but those that allocate and free.
 */
export function storeByStranger(
  { record, member, depth, given }: Reads,
  { file, function: own }: Pick<FreeFact, 'file' | 'function'>,
  linked: LinkedFacts,
): FiledStore | null {
  if (record === '') return null;
  for (const name of given) {
    const files = name === THROUGH_POINTER ? null : linked.definitions.get(name);
    if (files === undefined) continue;
    const isReached = (store: FiledStore): boolean =>
      files === null ? store.file !== file || store.function !== own : store.file !== file && files.has(store.file);
    const store = linked.stores
      .near(member, record, file)
      .find(
        (one) =>
          one.depth === depth &&
          !['null', 'handle', 'allocation'].includes(one.value) &&
          isReached(one) &&
          canShare(linked, record, one.file, file),
      );
    if (!store) continue;
    const who = files === null ? 'a function that is called through a pointer' : `${name}()`;
    return {
      ...store,
      value: 'other',
      what: `${who} is given what ${member} is in, and ${store.function} stores to it`,
    };
  }
  return null;
}
