import type { Unit } from '@freehandle/c-source';
import type { FileFrame } from '../../explore/frame.ts';
import { isEnded } from './ended.ts';
import type { Linked } from '../check-frees.ts';
import type { KeptAllocation, LinkFacts } from '../facts.ts';
import { mayBeSamePlace, nameOfKey, ownerOfKey, pathOf } from '../keys.ts';
import type { Surroundings } from '../surroundings.ts';
import { registeredEnd, releaserOf, type Releaser } from './releasers.ts';
import { usesOf, type GivenMember, type MemberPath, type Uses } from './uses.ts';

/**
 * Memory that a function of the file leaves in a member, that no function of it frees or gives to anybody, though the file
 * does release what belongs to the object.
 */
export function neverFreed(file: FileFrame, unit: Unit, facts: LinkFacts, surroundings: Surroundings): Linked[] {
  const uses = usesOf(file, unit);
  const records = new Set(unit.records.map(({ name }) => name));
  const found: Linked[] = [];
  const seen = new Set<string>();
  for (const allocation of facts.allocations) {
    const { key, family, function: maker, offset } = allocation;
    if (!family.traced || family.managed || !allocation.isLive || !key.includes('.') || seen.has(`${offset}`)) continue;
    seen.add(`${offset}`);
    const owner = recordOf(key, unit);
    const names = namesOf(allocation, facts, uses, owner);
    const handles = [...allocation.handleKeys].map((one) => [ownerOfKey(one), pathOf(one)] as const);
    if (names.some(([record, name]) => isGiven(uses, facts, record, pathOf(name), maker, handles))) continue;
    if (
      facts.frees.some(
        (free) => !isOfOther(facts, offset, free.key) && names.some(([, name]) => mayBeSamePlace(name, free.key)),
      )
    )
      continue;
    const isPlace = (one: MemberPath): boolean => names.some(([record, name]) => isMeant(one, record, pathOf(name)));
    const isOwn = records.has(owner) || file.globals.has(owner);
    const releaser = releaserOf({ file, unit, facts, uses, surroundings }, { owner, maker, isPlace, isOwn });
    if (!releaser && !(isOwn && isEnded(unit))) continue;
    found.push(suspicionOf(allocation, releaser, owner, isOwn));
  }
  return found;

  function suspicionOf(
    { key, function: maker, offset, call }: KeptAllocation,
    releaser: Releaser | null,
    owner: string,
    isOwn: boolean,
  ): Linked {
    const name = nameOfKey(key);
    const end = registeredEnd(file, surroundings, maker);
    const made = { before: null, offset, what: `${call} allocates in ${maker}` };
    const before =
      end && releaser && end.function !== releaser.function
        ? { before: made, offset: end.offset, what: end.what }
        : made;
    return {
      function: maker,
      rule: 'R7',
      severity: 'warning',
      offset,
      message: `\`${name}\` from ${call} is never freed: nothing in the file frees it or gives it away, and ${releaser?.why ?? `only this file knows ${owner}`}`,
      trail: {
        before,
        offset: releaser?.offset ?? offset,
        what: releaser ? `${releaser.what}, and \`${name}\` stays` : 'nothing frees it',
      },
      // What a header declares other files may free.
      elsewhere: isOwn ? null : pathOf(key).split('.').pop()!,
    };
  }
}

/** The structure that a key begins with; where it is not known, the only one of the file that has such a member. */
function recordOf(key: string, unit: Unit): string {
  const owner = ownerOfKey(key);
  if (owner !== '?') return owner;
  const [member] = pathOf(key).split('.');
  const having = unit.records.filter(({ members }) => members.some(({ name }) => name === member));
  return having.length === 1 ? having[0]!.name : owner;
}

/** The places that the memory can be freed by: with other names that it has, and copies of them in the same object. */
function namesOf(
  { offset, key }: KeptAllocation,
  facts: LinkFacts,
  uses: Uses,
  owner: string,
): readonly (readonly [record: string, key: string])[] {
  const names = facts.allocations.filter((one) => one.offset === offset).map((one) => one.key);
  for (const { key: to, derivedFrom } of facts.stores) if (derivedFrom === key) names.push(to);
  for (const { from, to } of uses.copied)
    if (isMeant(from, owner, pathOf(key))) names.push(`${to.record ?? owner}.${to.path}`);
  return names.map((name) => [name === key ? owner : ownerOfKey(name), name]);
}

/** Whether all that is kept at a place is allocated elsewhere than at `offset`. */
function isOfOther(facts: LinkFacts, offset: number, key: string): boolean {
  const kept = facts.allocations.filter((one) => one.key === key);
  return kept.length > 0 && kept.every((one) => one.offset !== offset);
}

/**
 * Whether the value of a place is given away somewhere, or freed in another function than the one that allocates it. Where
 * a handle belongs to it, who is given neither that nor what leads to it cannot free the memory.
 */
function isGiven(
  uses: Uses,
  facts: LinkFacts,
  record: string,
  path: string,
  maker: string,
  handles: readonly (readonly [record: string, path: string])[],
): boolean {
  // A structure that memory is kept in by that very name is not one that this one holds.
  const others = new Set(facts.allocations.map(({ key }) => key));
  const is = (one: MemberPath): boolean =>
    isMeant(one, record, path) && (one.path === path || !others.has(`${one.record}.${one.path}`));
  const hasHandle = (one: MemberPath): boolean => handles.some(([of, handle]) => isMeant(one, of, handle));
  const mayFree = ({ along }: GivenMember): boolean =>
    handles.length === 0 ||
    (along === null
      ? uses.given.some(hasHandle)
      : along.isObject || along.members.some((one) => hasHandle(one) || handles.some(([, at]) => holds(one, at))));
  return (
    uses.given.some((one) => is(one) && mayFree(one)) || uses.freed.some((one) => one.function !== maker && is(one))
  );
}

/** Whether the member of a path is in the member. */
function holds({ path: outer }: MemberPath, path: string): boolean {
  return path.startsWith(`${outer}.`) || path.includes(`.${outer}.`);
}

function isMeant(one: MemberPath, record: string, path: string): boolean {
  if (one.path === path) return one.record === null || record === '?' || one.record === record;
  // From nearer by, or from farther away.
  return (one.record !== record && path.endsWith(`.${one.path}`)) || one.path.endsWith(`.${path}`);
}
