import { withoutCasts, type Expression, type FunctionDefinition, type Unit } from '@freehandle/c-source';
import type { FileFrame } from '../../explore/frame.ts';
import { isHarmless } from '../../kernel/harmless.ts';
import { mayGiveUp, saysItFrees } from '../../kernel/releases.ts';
import { everyExpressionIn } from '../../scan/statements.ts';
import { undoingByName } from './counterparts.ts';
import type { KeyedFree, LinkFacts } from '../facts.ts';
import { nameOfKey, ownerOfKey } from '../keys.ts';
import type { Surroundings } from '../surroundings.ts';
import { rootName, type MemberPath, type Uses } from './uses.ts';

/** A function that gives up what belongs to an object, and where that is seen. */
export interface Releaser {
  readonly function: string;
  readonly offset: number;
  readonly what: string;
  readonly why: string;
}

interface Known {
  readonly file: FileFrame;
  readonly unit: Unit;
  readonly facts: LinkFacts;
  readonly uses: Uses;
  readonly surroundings: Surroundings;
}

/** The end of what a function is a part of, as it is registered. */
export interface RegisteredEnd {
  readonly function: string;
  readonly offset: number;
  readonly what: string;
}

/** The function of the file that is registered to end what `maker`, or what calls it, began. */
export function registeredEnd(file: FileFrame, surroundings: Surroundings, maker: string): RegisteredEnd | null {
  for (const begins of [maker, ...callersOf(surroundings.calls, maker)]) {
    const name = surroundings.counterparts.get(begins);
    const definition = name === undefined ? undefined : file.functions.get(name);
    if (definition)
      return {
        function: name!,
        offset: definition.end - 1,
        what: `${name} ends what ${begins} began, without freeing it`,
      };
  }
  return null;
}

/** What is looked for. */
interface Wanted {
  readonly owner: string;
  readonly maker: string;
  /** Whether a member is where the memory is kept. */
  readonly isPlace: (member: MemberPath) => boolean;
  /** Whether only this file knows the structure. */
  readonly isOwn: boolean;
}

/**
 * The function of the file that should have freed what `maker` allocates for the structure `owner`: one that frees
 * something else of it, or the structure, that sets the place to NULL, or ends what `maker` is a part of. Of a structure that a header declares, functions of
 * other files may do the rest, where they are called.
 */
export function releaserOf(
  { file, unit, facts, uses, surroundings }: Known,
  { owner, maker, isPlace, isOwn }: Wanted,
): Releaser | null {
  const makers = new Set(facts.allocations.filter(({ family }) => family.traced).map((one) => one.function));
  const isKnown = !isOwn && (owner === '?' || surroundings.known.has(owner));
  const above = callersOf(surroundings.calls, maker);
  const isReleaser = (name: string): boolean => name !== maker && !above.has(name) && (isOwn || !makers.has(name));
  for (const free of facts.frees) {
    if (!free.direct || !free.family.traced || ownerOfKey(free.key) !== owner || owner === '?') continue;
    if (free.function === maker || (!isOwn && !isReleaser(free.function))) continue;
    if (!isOwn && handsOver(file, unit, free.function, rootOf(free))) continue;
    const what = `${free.call} frees \`${nameOfKey(free.key)}\``;
    const why = `${free.function} frees \`${nameOfKey(free.key)}\` of the same object`;
    return { function: free.function, offset: free.offset, what, why };
  }
  for (const { record, variable, function: name, call, offset } of uses.released) {
    if (record !== owner || !isReleaser(name) || (!isOwn && handsOver(file, unit, name, variable))) continue;
    return { function: name, offset, what: `${call} frees the object`, why: `${name} frees the object that holds it` };
  }
  for (const { function: name, offset, ...place } of uses.cleared) {
    if (!isReleaser(name) || !mayGiveUp(name) || !isPlace(place)) continue;
    const what = `${name} sets it to NULL`;
    return { function: name, offset, what, why: `${what} without freeing it` };
  }
  for (const begins of [maker, ...above]) {
    const ended = surroundings.counterparts.get(begins);
    for (const name of [...(ended === undefined ? [] : [ended]), ...undoingByName(begins, file.functions)]) {
      const definition = file.functions.get(name);
      if (!definition || above.has(name) || (isKnown && handsOver(file, unit, name, null))) continue;
      const what = `${name} ends what ${begins} began`;
      return { function: name, offset: definition.end - 1, what, why: `${what}, without freeing it` };
    }
  }
  return null;
}

/** The variable that the place of a free is reached from. */
function rootOf({ at, family, call }: KeyedFree): string | null {
  const roles = family.frees.find(({ name }) => name === call)?.arguments ?? [];
  const given = at?.arguments[roles.indexOf('vaddr')];
  return given ? rootName(given) : null;
}

/** The functions that call one, directly or not. */
function callersOf(calls: Surroundings['calls'], name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [name];
  for (let at = pending.pop(); at !== undefined; at = pending.pop())
    for (const [caller, names] of calls)
      if (names.has(at) && !found.has(caller)) {
        found.add(caller);
        pending.push(caller);
      }
  return found;
}

/** Whether a function gives an object, as a whole, to one of another file that may give up what is in it. */
function handsOver(file: FileFrame, unit: Unit, name: string, variable: string | null): boolean {
  const definition: FunctionDefinition | undefined = unit.functions.find((one) => one.name === name);
  if (!definition) return true;
  for (const expression of everyExpressionIn(definition.body)) {
    if (expression.kind !== 'call' || expression.callee.kind !== 'name') continue;
    const called = expression.callee.name;
    const isOpaque = !file.functions.has(called) && !file.families.frees.has(called) && !isHarmless(called);
    if (isOpaque && saysItFrees(called) && expression.arguments.some((one) => isWhole(one, variable))) return true;
  }
  return false;
}

function isWhole(given: Expression, variable: string | null): boolean {
  const bare = withoutCasts(given);
  return bare.kind === 'name' && (variable === null || bare.name === variable);
}
