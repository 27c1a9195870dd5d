import type { KeptAllocation, KeptFree } from './kept-facts.ts';
import type { Told } from './compare-kept.ts';

/**
 * Memory that is kept in a structure of the file's own and that no function of the file frees, where other memory of the
 * same structure is freed by one that allocates nothing.
 */
export function neverFreed(
  allocations: readonly KeptAllocation[],
  frees: readonly KeptFree[],
  ownRecords: ReadonlySet<string>,
  freedMembers: ReadonlySet<string>,
  passedOn: ReadonlySet<string>,
): Told[] {
  const allocating = new Set(allocations.map((one) => one.function));
  const told = new Map<string, Told>();
  for (const allocation of allocations) {
    if (!allocation.family.traced || allocation.family.managed) continue;
    const name = allocation.names[0]!;
    if (!ownRecords.has(name.record) || freedMembers.has(name.member) || passedOn.has(name.member)) continue;
    const sibling = frees.find(
      (free) =>
        !allocating.has(free.function) &&
        free.event.family.traced &&
        free.names.some(({ record }) => record === name.record),
    );
    if (!sibling) continue;
    const freed = sibling.names[0]!.member;
    told.set(name.key, {
      rule: 'R7',
      severity: 'warning',
      offset: allocation.offset,
      function: allocation.function,
      message: `\`${name.member}\` from ${allocation.call} is freed nowhere: ${sibling.function} frees \`${freed}\` of the same structure, but not this`,
      trail: {
        before: { before: null, offset: allocation.offset, what: `${allocation.call} allocates it` },
        offset: sibling.event.offset,
        what: `${sibling.function} frees \`${freed}\``,
      },
      key: `never ${name.key}`,
    });
  }
  return [...told.values()];
}
