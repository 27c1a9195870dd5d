import type { AllocationFact, FreeFact, InsideBuffer } from '../facts/facts.ts';
import type { LinkedFacts } from './index-facts.ts';
import { doubtsOf, objectionTo } from './objections.ts';
import { renderThere } from './render-there.ts';
import { squash, unknown } from './answer.ts';
import type { Verdict } from './verdict.ts';

/**
 * Finds size and handle of a pointer that went through the callers' hands, by what it points to: when the allocations of
 * that record keep their handles inside the record, the handle is there. Null when this does not apply.
 */
export function resolveByType(free: FreeFact, linked: LinkedFacts): Verdict | null {
  if (free.pointee === '' || !/^[A-Za-z_]\w*$/.test(free.place)) return null;
  const allocations = (linked.byPointee.get(free.pointee) ?? []).filter(
    (one) => one.file === free.file || free.pointee.includes(' '),
  );
  const found = allocations.flatMap((allocation) => {
    const inside = allocation.insideBuffer.find((one) => one.record === free.pointee);
    return inside ? [{ allocation, inside, size: sizeThere(free, allocation, linked) }] : [];
  });
  const [first] = found;
  if (!first) return null;
  const { inside: member, size } = first;
  const others = allocations.filter((one) => !found.some(({ allocation }) => allocation === one));
  const evidence = found.map(({ allocation: { file, line, function: name } }) => {
    const only = others.length === 0 ? 'the only place where a' : 'a place where a';
    return { file, line, what: `${only} ${free.pointee} is allocated: ${name}` };
  });
  if (!size)
    return unknown(
      'size-not-expressible',
      `the size passed in ${first.allocation.function} has no name in ${free.function}`,
      evidence,
    );
  const isAlike = (one: (typeof found)[number]) =>
    one.inside.member === member.member && one.size !== null && squash(one.size.text) === squash(size.text);
  if (!found.every(isAlike))
    return unknown('ambiguous-allocation', `several allocations of ${free.pointee} disagree`, evidence);
  const objection = objectionTo(free, size, true);
  if (objection) return unknown(objection.reason, objection.detail, [...evidence, objection.at]);
  const { file } = first.allocation;
  return {
    kind: 'known',
    reads: [],
    size: { text: size.text, file, line: size.line },
    handle: { text: `${free.place}->${member.member}`, file, line: member.line },
    doubts: [
      ...found.flatMap((one) => (one.size ? doubtsOf(one.size) : [])),
      ...found.flatMap(({ allocation }) => allocation.doubt ?? []),
      ...doubtsOfOthers(free, others),
      ...found.flatMap(({ allocation, inside }) => mixedDoubt(free, allocation, inside)),
      ...otherStores(free, member, found, linked),
    ],
    evidence: [
      ...evidence,
      { file, line: member.line, what: `the handle is kept in the buffer itself, in ${member.member}` },
    ],
  };
}

function sizeThere(free: FreeFact, allocation: AllocationFact, linked: LinkedFacts): ReturnType<typeof renderThere> {
  const there = { free, allocation, alignments: [], linked, isHandle: false, asWritten: false };
  return allocation.size && renderThere(there, allocation.size);
}

/** The doubt about an allocation of the record that does not keep its handle in it. */
function doubtsOfOthers({ pointee }: FreeFact, others: readonly AllocationFact[]): string[] {
  return others
    .slice(0, 1)
    .map(
      ({ function: name, file, line }) =>
        `a ${pointee} is also allocated in ${name} (${file}:${line}), which does not keep the handle in it`,
    );
}

function mixedDoubt(
  { pointee }: FreeFact,
  { function: name }: AllocationFact,
  { isMixed, member }: InsideBuffer,
): string[] {
  return isMixed
    ? [`${name} also gives out a ${pointee} that it did not allocate so, and keeps another address in ${member}`]
    : [];
}

/** The doubt about a store to the member that is not the one beside an allocation. */
function otherStores(
  free: FreeFact,
  { member }: InsideBuffer,
  found: readonly { readonly allocation: AllocationFact; readonly inside: InsideBuffer }[],
  linked: LinkedFacts,
): string[] {
  const isBeside = (store: { readonly file: string; readonly line: number; readonly value: string }) =>
    found.some(
      ({ allocation, inside }) =>
        allocation.file === store.file && (store.value === 'handle' || (inside.isMixed && inside.line === store.line)),
    );
  return linked.stores
    .of(member, free.pointee)
    .filter((store) => !isBeside(store))
    .slice(0, 1)
    .map((store) => `${member} is also stored to in ${store.function} (${store.file}:${store.line})`);
}
