import type { AllocationFact, FreeFact } from '../facts/facts.ts';
import type { Leaf } from '../facts/template.ts';
import type { Path } from '../paths/path.ts';
import { endOf } from '../facts/store-facts.ts';
import { canShare, memberKey, type LinkedFacts } from './index-facts.ts';
import type { FiledStore } from './stores-near.ts';

/**
 * A store to a whole object that the place is in, in another function. What is copied over or zeroed together with the
 * freed pointer still goes with it.
 */
export function overwrittenWith(
  linked: LinkedFacts,
  free: FreeFact,
  allocation: AllocationFact,
  leaf: Leaf,
): FiledStore | null {
  const around = recordsAround(free.forms);
  for (const record of recordsAround(leaf.forms)) {
    const store = linked.wholeStores
      .get(record)
      ?.find(
        (one) =>
          (one.value === 'listed' || one.value === 'disguised' || !around.has(record)) &&
          !isAllocating(linked, free, allocation, one) &&
          canShare(linked, record, one.file, allocation.file),
      );
    if (!store) continue;
    const { file, line, function: name } = store;
    const how = store.value === 'disguised' ? 'under another type' : 'as a whole';
    const what = `the ${record} that ${leafName(leaf)} is in is stored to ${how} in ${name}`;
    return { record, member: '', depth: 0, line, function: name, value: 'other', source: null, file, what };
  }
  return null;
}

/** The records of the objects that the last places of the paths are in, as far as no pointer is followed. */
function recordsAround(paths: readonly Path[]): Set<string> {
  return new Set(
    paths.flatMap(({ steps }) => {
      const own = steps.slice(steps.findLastIndex((step) => step.kind === 'dereference') + 1);
      return own.flatMap((step) => (step.kind === 'member' && step.owner !== '' ? [step.owner] : []));
    }),
  );
}

/** Whether the function makes the allocation, or another one that the pointer may be of: then it sets what goes with it. */
function isAllocating(
  linked: LinkedFacts,
  free: FreeFact,
  allocation: AllocationFact,
  store: { readonly file: string; readonly function: string },
): boolean {
  const isIn = (one: AllocationFact) => one.function === store.function && one.file === store.file;
  return isIn(allocation) || free.forms.some((form) => linked.byMember.get(memberKey(form))?.some(isIn));
}

function leafName({ forms }: Leaf): string {
  const last = forms[0]?.steps.findLast((step) => step.kind === 'member');
  return last?.kind === 'member' ? last.name : '';
}

/**
 * The doubt where objects with such a pointer are copied as a whole, and another allocation of such a pointer has another
 * size, which the copy does not carry along.
 */
export function mixedByCopy(
  linked: LinkedFacts,
  free: FreeFact,
  forms: readonly Path[],
  allocations: readonly AllocationFact[],
): string | null {
  const sizes = new Set(allocations.map((one) => one.size?.text));
  for (const form of forms) {
    const end = endOf(form);
    if (!end || end.record === '') continue;
    const copy = linked.wholeStores.get(end.record)?.find(
      (one) =>
        one.value === 'copy' &&
        canShare(linked, end.record, one.file, free.file) &&
        // What the function that allocates does with its own is followed.
        !allocations.some(({ file, function: name }) => file === one.file && name === one.function),
    );
    if (!copy) continue;
    const other = linked.byMember
      .get(end.member)
      ?.find(
        (one) =>
          !allocations.includes(one) &&
          !sizes.has(one.size?.text) &&
          canShare(linked, end.record, one.file, free.file) &&
          one.stores.some((store) => store.forms.some((there) => endOf(there)?.record === end.record)),
      );
    if (!other) continue;
    const where = `${copy.function} (${copy.file}:${copy.line})`;
    return `a whole ${end.record} is copied in ${where}: ${free.place} may be of the allocation in ${other.function} (${other.file}:${other.line})`;
  }
  return null;
}
