import { d1, d3, r10, r11, r8, r9 } from '@freehandle/model';
import type { Unit } from '@freehandle/c-source';
import type { FileFrame, Suspicion } from '../explore/frame.ts';
import type { Fix } from '../fix/fix.ts';
import { constantSizeFix } from '../fix/propose.ts';
import { mayFree } from '../families/index.ts';
import { everyExpressionIn } from '../scan/statements.ts';
import { within, type Term } from '../terms/term.ts';
import { textOf } from '../terms/text.ts';
import type { KeptAllocation, KeyedFree, LinkFacts } from './facts.ts';
import {
  isDeviceOfOtherKind,
  keyOfPlaceTerm,
  mayBeSamePlace,
  nameOfKey,
  ownerOfKey,
  pathOf,
  placeTerm,
} from './keys.ts';
import { rootName } from './never-freed/uses.ts';
import { relateSizes } from './relate-sizes.ts';

/** A suspicion and the function that it is of. */
export interface Linked extends Suspicion {
  readonly function: string;
  /** It holds only when no other file of the driver does anything with what members of this name hold. */
  readonly elsewhere?: string | null;
}

/** Compares what frees are given with what is allocated into the same place elsewhere in the file. */
export function checkFrees(file: FileFrame, unit: Unit, facts: LinkFacts): Linked[] {
  const records = new Set(unit.records.map(({ name }) => name));
  const found: Linked[] = [];
  const direct = new Set(facts.frees.filter((one) => one.direct).map(({ call, key }) => `${call} ${key}`));
  for (const free of facts.frees) {
    // What a function that is called frees is compared there, unless only here the place has a name.
    if (!free.direct && direct.has(`${free.call} ${free.key}`)) continue;
    const allocations = facts.allocations.filter(
      (one) => one.key === free.key && (one.outlives || one.function === free.function),
    );
    const owner = ownerOfKey(free.key);
    const isOwn = records.has(owner) || file.globals.has(owner);
    const say: Say = (rule, severity, message, from, fix, isOfFile) =>
      void found.push({
        // Other files may allocate what a header's structure holds from the other pool.
        elsewhere: isOfFile && !isOwn ? pathOf(free.key).split('.').pop()! : null,
        fix: fix ?? null,
        function: free.function,
        rule,
        severity,
        offset: free.offset,
        message,
        ...(from ? { key: `${from.offset}-${free.offset}` } : {}),
        trail: {
          before: from
            ? { before: null, offset: from.offset, what: `${from.call} allocates in ${from.function}` }
            : null,
          offset: free.offset,
          what: `${free.call} frees it`,
        },
      });
    if (allocations.length === 0) {
      derived(facts, free, say);
      continue;
    }
    const fitting = allocations.filter(({ family }) => mayFree({ name: free.call }, family, file.families.list));
    if (fitting.length === 0) {
      otherFamily(facts, free, allocations, say);
      continue;
    }
    if (swapped(fitting, free)) {
      const roles = free.family.frees.find(({ name }) => name === free.call)?.arguments ?? [];
      const expected = roles.map((role) => role ?? 'attrs').join(', ');
      say('R11', 'error', r11.message({ call: free.call, expected, found: 'size and handle exchanged' }), fitting[0]);
      continue;
    }
    sizes(file, facts, free, fitting, say);
    handles(facts, free, fitting, say);
    devices(facts, free, fitting, say);
  }
  return found;
}

type Say = (
  rule: string,
  severity: 'error' | 'warning',
  message: string,
  from?: Pick<KeptAllocation, 'offset' | 'call' | 'function'>,
  fix?: Fix | null,
  /** Whether it holds only when no other file stores to the place. */
  isOfFile?: boolean,
) => void;

/** The place holds an address worked out from that of an allocation, and not the one that was returned. */
function derived(facts: LinkFacts, free: KeyedFree, say: Say): void {
  const stores = facts.stores.filter(({ key, value }) => key === free.key && value?.kind !== 'number');
  const [first] = stores;
  if (!first || !free.family.traced) return;
  const stray = first.strayFrom;
  if (stray?.family.traced && stores.every(({ strayFrom }) => strayFrom?.offset === stray.offset))
    say(
      'R8',
      'error',
      `${r8.message({ given: nameOfKey(free.key), start: null })}; it lies inside of what ${stray.call} returned, which is kept nowhere`,
      { offset: stray.offset, call: stray.call, function: first.function },
    );
  if (stores.some(({ derivedFrom }) => derivedFrom === null)) return;
  const from = facts.allocations.find(({ key }) => key === first.derivedFrom);
  if (!from?.family.traced) return;
  say(
    'R8',
    'error',
    `${r8.message({ given: nameOfKey(free.key), start: null })}; \`${nameOfKey(from.key)}\` holds what ${from.call} returned`,
    from,
  );
}

function otherFamily(facts: LinkFacts, free: KeyedFree, allocations: readonly KeptAllocation[], say: Say): void {
  const [first] = allocations;
  if (!first || !(free.family.traced || first.family.traced)) return;
  // What has no handle is not what came with one.
  if (allocations.every(({ handleKeys }) => [...handleKeys].some((one) => free.empty.has(one)))) return;
  // Other memory may be kept there as well.
  if (facts.stores.some(({ key, value }) => key === free.key && value?.kind !== 'number')) return;
  // What makes room for the memory frees what somebody else has put there before, where the memory itself is freed as it should be.
  const makesRoom = allocations.every((one) => one.function === free.function && free.offset < one.offset);
  const isFreedRightly = facts.frees.some(({ key, family }) => key === free.key && family.name === first.family.name);
  if (makesRoom && isFreedRightly) return;
  const right = first.family.frees[0]?.name ?? '';
  say(
    first.family.traced ? 'D2' : 'R14',
    first.family.alike?.includes(free.family.name) ? 'warning' : 'error',
    first.family.managed
      ? `${free.call} frees memory from ${first.call}, which the driver core frees as well`
      : `memory from ${first.call} is freed with ${free.call}; it takes ${right}`,
    first,
  );
}

function swapped(allocations: readonly KeptAllocation[], free: KeyedFree): boolean {
  const key = free.size && keyOfPlaceTerm(free.size);
  return !!key && allocations.every(({ handleKeys, sizeKeys }) => handleKeys.has(key) && !sizeKeys.has(key));
}

function sizes(
  file: FileFrame,
  facts: LinkFacts,
  free: KeyedFree,
  allocations: readonly KeptAllocation[],
  say: Say,
): void {
  if (!free.size && free.overwritten.size === 0) return;
  // What else is stored there may be other memory, of another size.
  if (facts.stores.some(({ key, value }) => key === free.key && value?.kind !== 'number')) return;
  // The same allocation, as functions that are called by others see it.
  const isSized = ({ offset }: KeptAllocation, key: string): boolean =>
    facts.allocations.some((one) => one.offset === offset && isSizedBy(one, key));
  const lost = [...free.overwritten].find(
    (key) =>
      allocations.every((one) => isSized(one, key) && !isSizedAnew(file, one, free, key)) && isVaried(facts, key),
  );
  if (lost !== undefined) {
    const given = `\`${nameOfKey(lost)}\` with another value`;
    say(
      'R9',
      'warning',
      `${free.call} is given a size by ${given} than the buffer was allocated by: ${free.function} has changed it before the free`,
      allocations[0],
    );
    return;
  }
  const relations = allocations.map((one) => relateSizes(file.terms, facts, one, free));
  if (relations.some((one) => one === 'same' || one === 'unknown')) return;
  // Elsewhere it is freed with the right size: the same member is used in more ways than one.
  const isRight = (one: KeyedFree): boolean =>
    one !== free &&
    one.key === free.key &&
    allocations.some((allocation) => relateSizes(file.terms, facts, allocation, one) === 'same');
  if (relations.includes('differ') && facts.frees.some(isRight)) return;
  const [from] = allocations;
  const told = { given: fact(free.size!), allocated: allocatedSize(file, from!) };
  // All allocations have to agree.
  const fix = allocations.every(({ size }) => size === from!.size) ? constantSizeFix(file, from!.at, free.at) : null;
  if (!free.size) return;
  if (relations.includes('bytes')) say('D1', 'warning', d1.message(told), from, fix);
  else say('R9', relations.includes('pages') ? 'error' : 'warning', r9.message(told), from, fix);
}

/** Whether what frees memory has allocated it itself, and not given the place that it is sized by another value since. */
function isSizedAnew(file: FileFrame, allocation: KeptAllocation, free: KeyedFree, key: string): boolean {
  const from = allocation.function === free.function ? placeIn(file, allocation) : null;
  const definition = file.functions.get(free.function);
  if (from === null || from >= free.offset || !definition) return false;
  const member = pathOf(key).split('.').pop();
  const between = everyExpressionIn(definition.body).filter(({ start }) => from < start && start < free.offset);
  const changed = between.flatMap((one) =>
    one.kind === 'assign' ? [one.left] : one.kind === 'update' ? [one.operand] : [],
  );
  const moved = new Set(changed.map((one) => (one.kind === 'name' ? one.name : null)));
  return !changed.some((one) => one.kind === 'member' && one.member === member && !moved.has(rootName(one)));
}

/** Where in the function that keeps it an allocation is made, or what makes it is called. */
function placeIn({ functions }: FileFrame, { function: name, trail }: KeptAllocation): number | null {
  const { start = 0, end = 0 } = functions.get(name) ?? {};
  for (let at = trail; at; at = at.before) if (start <= at.offset && at.offset < end) return at.offset;
  return null;
}

/** Whether the size of an allocation is, or is worked out from, what a place holds. */
function isSizedBy({ size, sizeKeys }: KeptAllocation, key: string): boolean {
  const isIt = (one: string | null): boolean => one !== null && mayBeSamePlace(one, key);
  return [...sizeKeys].some(isIt) || (size !== null && [...within(size)].some((part) => isIt(keyOfPlaceTerm(part))));
}

/** Whether the file stores more than one value to a place. */
function isVaried({ stores }: LinkFacts, key: string): boolean {
  const values = new Set(stores.filter((one) => mayBeSamePlace(one.key, key)).map(({ value }) => value));
  const [only] = values;
  const isFixed =
    values.size === 1 && (only?.kind === 'number' || (only?.kind === 'constant' && !keyOfPlaceTerm(only)));
  return values.size > 0 && !isFixed;
}

/** The size in words; where there are none, the place that holds it. */
function allocatedSize({ terms }: FileFrame, { size, sizeKeys }: KeptAllocation): string | number {
  return fact(size ?? placeTerm(terms, [...sizeKeys][0]!));
}

/** The handle comes from a place where another allocation's is kept, or something that is none. */
function handles(facts: LinkFacts, free: KeyedFree, allocations: readonly KeptAllocation[], say: Say): void {
  const key = free.handle && keyOfPlaceTerm(free.handle);
  if (key && allocations.every(({ movedHandles }) => movedHandles.has(key))) {
    const name = nameOfKey(key);
    say(
      'R10',
      'error',
      `\`${name}\` is given as the handle of \`${nameOfKey(free.key)}\`, and no longer is: ${allocations[0]!.function} has moved it on`,
      allocations[0],
    );
    return;
  }
  const [stored] = allocations.flatMap(({ handleKeys }) => [...handleKeys]);
  const isNone = free.handle?.kind === 'number' || key?.startsWith('&');
  if (isNone && stored !== undefined && allocations.every(({ handleKeys }) => handleKeys.size > 0)) {
    const given = key ? `&${nameOfKey(key.slice(1))}` : textOf(free.handle!);
    say('R10', 'error', r10.message({ given, stored: nameOfKey(stored) }), allocations[0]);
    return;
  }
  if (!key || allocations.some(({ handleKeys }) => handleKeys.size === 0 || handleKeys.has(key))) return;
  const own = new Set(allocations.flatMap(({ handleKeys }) => [...handleKeys]));
  const stores = facts.stores.filter((one) => one.key === key);
  const copies = stores.map(({ value }) => (value ? keyOfPlaceTerm(value) : null));
  if (stores.some(({ value }) => value === null) || copies.some((one) => one !== null && own.has(one))) return;
  const other = facts.allocations.find((one) => one.key !== free.key && one.handleKeys.has(key));
  if (!other && stores.length === 0 && !allocations.some(({ sizeKeys }) => sizeKeys.has(key))) return;
  // Members of one name are told with their structures.
  const [kept] = own;
  const isOneName = nameOfKey(key) === nameOfKey(kept!);
  const names = isOneName ? { given: key, stored: kept! } : { given: nameOfKey(key), stored: nameOfKey(kept!) };
  say('R10', 'error', r10.message(names), allocations[0]);
}

function devices(facts: LinkFacts, free: KeyedFree, allocations: readonly KeptAllocation[], say: Say): void {
  const given = free.device;
  if (!given) return;
  // A site, as its callers see it as well, who call the device by other names.
  const isOtherAt = (offset: number): boolean => {
    const words = allocations.flatMap((one) => (one.offset === offset ? [one.device, ...one.deviceWords] : []));
    return !words.includes(given) && words.some((device) => device !== null && isOther(facts, device, given));
  };
  if (!allocations.every(({ offset, device }) => device !== null && isOtherAt(offset))) return;
  const [allocatedFor, freedFor] = deviceTexts(allocations[0]!.device!, given);
  say(
    'D3',
    'warning',
    d3.message({ call: free.call, allocatedFor, freedFor }),
    allocations[0],
    null,
    free.family.name === 'dma_pool',
  );
}

/** Surely another device: none, the parent of the same one, or another pool that the file uses. */
function isOther(facts: LinkFacts, a: Term, b: Term): boolean {
  if (a.kind === 'number' || b.kind === 'number') return a !== b;
  if (isParentOf(a, b) || isParentOf(b, a)) return true;
  if (a === b) return false;
  const [own, other] = [keyOfPlaceTerm(a), keyOfPlaceTerm(b)];
  if (own?.startsWith('&') && other?.startsWith('&') && isDeviceOfOtherKind(own.slice(1), other.slice(1))) return true;
  if (areKnownApart(facts, a, b)) return true;
  const isMade = (term: Term): boolean =>
    facts.allocations.some(({ key, family }) => family.name === 'dma_pools' && key === keyOfPlaceTerm(term));
  const isUsed = (term: Term): boolean =>
    facts.allocations.some(({ family, device }) => family.name === 'dma_pool' && device === term);
  return (isMade(a) && isMade(b)) || (isUsed(a) && isUsed(b) && areSiblings(a, b));
}

/** Whether the file stores different devices to two members, of whose values it knows all. */
function areKnownApart({ stores }: LinkFacts, a: Term, b: Term): boolean {
  if (!areSiblings(a, b)) return false;
  const [x, y] = [a, b].map((term) =>
    stores.filter(({ key }) => key === keyOfPlaceTerm(term)).map(({ value }) => value),
  );
  const isKnown = (values: typeof x): boolean =>
    values?.length === 1 && keyOfPlaceTerm(values[0] ?? a)?.startsWith('&') === true;
  return isKnown(x) && isKnown(y) && x![0] !== y![0];
}

/** Whether two places are members of one object, by other names. */
function areSiblings(a: Term, b: Term): boolean {
  const [x, y] = [keyOfPlaceTerm(a), keyOfPlaceTerm(b)];
  const outer = (key: string): string => key.slice(0, key.lastIndexOf('.'));
  return x !== null && y !== null && x !== y && outer(x) === outer(y);
}

/** Whether a device is named as the parent of what may be the other. */
function isParentOf(parent: Term, device: Term): boolean {
  const key = keyOfPlaceTerm(parent);
  const own = keyOfPlaceTerm(device);
  if (!key?.endsWith('->parent') || own === null) return false;
  const child = key.slice(0, -'->parent'.length);
  return child === own || mayBeSamePlace(child, own);
}

/** Two devices as they stand in a message; of one name with the structures that they lie in. */
function deviceTexts(a: Term, b: Term): readonly [string, string] {
  const plain = [deviceText(a), deviceText(b)] as const;
  return plain[0] === plain[1] ? [textOf(a).replace('§', ''), textOf(b).replace('§', '')] : plain;
}

const deviceText = (term: Term): string =>
  term.kind === 'number'
    ? 'NULL'
    : textOf(term)
        .replace('§', '')
        .replace(/(?:struct \w+|\?)\./, '');

function fact(size: Term): string | number {
  return size.kind === 'number' ? size.value : textOf(size).replaceAll(/§(?:(?:struct \w+|\?)\.)?/g, '');
}
