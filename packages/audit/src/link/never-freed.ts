import { subexpressions, withoutCasts, type Expression, type Unit } from '@freehandle/c-source';
import type { FileFrame } from '../explore/frame.ts';
import { isHarmless } from '../kernel/harmless.ts';
import { isPure } from '../kernel/pure-calls.ts';
import { mayGiveUp, releasingCalls } from '../kernel/releases.ts';
import { expressionsIn } from '../scan/call-graph.ts';
import { everyStatement } from '../scan/statements.ts';
import type { Linked } from './check-frees.ts';
import type { LinkFacts } from './facts.ts';
import { mayBeSamePlace, nameOfKey, ownerOfKey, pathOf } from './keys.ts';

/**
 * Memory that a function of the file leaves in a member, that no function of it frees or gives to anybody, though the file
 * does release what belongs to the object.
 */
export function neverFreed(file: FileFrame, unit: Unit, facts: LinkFacts): Linked[] {
  const uses = usesOf(file, unit);
  const own = new Set(unit.records.map(({ name }) => name));
  const found: Linked[] = [];
  const seen = new Set<string>();
  for (const allocation of facts.allocations) {
    const { key, family, function: maker, offset, call } = allocation;
    if (!family.traced || family.managed || !allocation.isLive || !key.includes('.') || seen.has(`${offset}`)) continue;
    seen.add(`${offset}`);
    // It may be freed by another name that it has.
    const names = facts.allocations.filter((one) => one.offset === offset).map((one) => one.key);
    for (const { key: to, derivedFrom } of facts.stores) if (derivedFrom === key) names.push(to);
    if (names.some((name) => isGiven(uses, name, maker))) continue;
    if (facts.frees.some((free) => names.some((name) => mayBeSamePlace(name, free.key)))) continue;
    const owner = ownerOfKey(key);
    // What a header declares other files may free.
    if (owner.startsWith('struct ') && !own.has(owner)) continue;
    const sibling = facts.frees.find(
      (free) => free.direct && ownerOfKey(free.key) === owner && free.function !== maker && free.family.traced,
    );
    const releases = uses.isEnded && own.has(owner);
    if (!sibling && !releases) continue;
    const why = sibling
      ? `${sibling.function} frees \`${nameOfKey(sibling.key)}\` of the same object`
      : `only this file knows ${owner}`;
    found.push({
      function: maker,
      rule: 'R7',
      severity: 'warning',
      offset,
      message: `\`${nameOfKey(key)}\` from ${call} is never freed: nothing in the file frees it or gives it away, and ${why}`,
      trail: {
        before: { before: null, offset, what: `${call} allocates` },
        offset: sibling?.offset ?? offset,
        what: sibling
          ? `${sibling.call} frees \`${nameOfKey(sibling.key)}\`, and \`${nameOfKey(key)}\` stays`
          : 'nothing frees it',
      },
    });
  }
  return found;
}

/** Whether the value of a place is given away somewhere, or freed in another function than the one that allocates it. */
function isGiven(uses: Uses, key: string, maker: string): boolean {
  const path = pathOf(key);
  const is = (one: string): boolean => one === path || path.endsWith(`.${one}`);
  return [...uses.given].some(is) || uses.freed.some((one) => one.function !== maker && is(one.path));
}

interface Uses {
  /** Paths of members whose value is given to a function that may keep or free it, returned, or stored elsewhere. */
  readonly given: ReadonlySet<string>;
  /** Those whose value is given to a function that frees. */
  readonly freed: readonly { readonly path: string; readonly function: string }[];
  /** Whether objects of the file come to an end: it is told when a device goes, or others may tell it. */
  readonly isEnded: boolean;
}

function usesOf(file: FileFrame, unit: Unit): Uses {
  const given = new Set<string>();
  const freed: { path: string; function: string }[] = [];
  for (const definition of unit.functions) {
    const aliases = aliasesIn(definition.body);
    const give = (expression: Expression): void => {
      const value = bare(expression);
      if (value.kind === 'member') given.add(pathIn(value));
      else if (value.kind === 'name') for (const path of aliases.get(value.name) ?? []) given.add(path);
    };
    const visit = (expression: Expression): void => {
      if (expression.kind === 'call') {
        const name = expression.callee.kind === 'name' ? expression.callee.name : '';
        const freeing = file.functions.has(name) ? undefined : file.families.frees.get(name);
        const position = freeing?.call.arguments.indexOf('vaddr') ?? releasingCalls.get(name);
        if (position !== undefined) {
          const value = expression.arguments[position] && bare(expression.arguments[position]);
          const paths =
            value?.kind === 'member' ? [pathIn(value)] : value?.kind === 'name' ? (aliases.get(value.name) ?? []) : [];
          for (const path of paths) freed.push({ path, function: definition.name });
        } else if (file.functions.has(name) || !looksOnly(file, name)) expression.arguments.forEach(give);
      }
      if (expression.kind === 'assign' && bare(expression.left).kind === 'member') give(expression.right);
      subexpressions(expression).forEach(visit);
    };
    for (const expression of expressionsIn(definition.body)) visit(expression);
    for (const value of returnsIn(definition.body)) give(value);
  }
  return { given, freed, isEnded: isEnded(unit) };
}

/** Whether the file registers a function for the end of a device, or of itself, or has one for others to call. */
function isEnded({ functions, globals, fileCalls }: Unit): boolean {
  return (
    functions.some(({ name, isStatic }) => !isStatic && mayGiveUp(name)) ||
    globals.some(({ initial }) => initial && registersEnd(initial)) ||
    fileCalls.some((call) => call.kind === 'call' && call.callee.kind === 'name' && call.callee.name === 'module_exit')
  );
}

function registersEnd(initial: Expression): boolean {
  return (
    initial.kind === 'initializer' &&
    initial.items.some(
      ({ member, value }) =>
        /^(?:remove(?:_new)?|disconnect|unbind|detach|exit)$/.test(member ?? '') || registersEnd(withoutCasts(value)),
    )
  );
}

function looksOnly(file: FileFrame, name: string): boolean {
  return isHarmless(name) || isPure(name) || file.families.allocators.has(name);
}

/** Locals that are given the value of a member, with its path. */
function aliasesIn(body: Body): Map<string, string[]> {
  const aliases = new Map<string, string[]>();
  const add = (name: string, value: Expression): void => {
    const from = bare(value);
    if (from.kind === 'member') aliases.set(name, [...(aliases.get(name) ?? []), pathIn(from)]);
  };
  const visit = (expression: Expression): void => {
    if (expression.kind === 'assign' && expression.left.kind === 'name') add(expression.left.name, expression.right);
    subexpressions(expression).forEach(visit);
  };
  for (const expression of expressionsIn(body)) visit(expression);
  for (const statement of everyStatement(body))
    if (statement.kind === 'declaration')
      for (const { name, initial } of statement.declarators) if (initial) add(name, initial);
  return aliases;
}

/** The members that a place is reached by from the last pointer on. */
function pathIn(expression: Expression): string {
  const path: string[] = [];
  let at = expression;
  while (at.kind === 'member' || at.kind === 'index') {
    if (at.kind === 'member') path.unshift(at.member);
    if (at.kind === 'member' && at.arrow) break;
    at = at.object;
  }
  return path.join('.');
}

function bare(expression: Expression): Expression {
  let at = withoutCasts(expression);
  while (at.kind === 'index' || at.kind === 'address' || (at.kind === 'binary' && at.operator === '+'))
    at = withoutCasts(at.kind === 'index' ? at.object : at.kind === 'address' ? at.operand : at.left);
  return at;
}

type Body = Parameters<typeof expressionsIn>[0];

function* returnsIn(body: Body): Generator<Expression> {
  for (const statement of everyStatement(body))
    if (statement.kind === 'return' && statement.value) yield bare(statement.value);
}
