import { withoutCasts, type Expression, type FunctionDefinition } from '@freehandle/c-source';
import type { Families } from '../families/index.ts';
import { releasingCalls } from '../kernel/releases.ts';
import { isBitCall, mayChangeBits } from '../kernel/reserved.ts';
import { everyExpressionIn } from './statements.ts';

/**
 * The functions that a traced family is used in, those that they call which allocate or free anything, or only give a value,
 * and those that allocate or free in another way what is kept in a member of the same name, or reserve pages.
 */
export function wantedFunctions(
  functions: readonly FunctionDefinition[],
  called: ReadonlyMap<string, ReadonlySet<string>>,
  families: Families,
): ReadonlySet<string> {
  const traced = new Set(families.traced);
  const users = closureUp(called, (name) => traced.has(name));
  const any = closureUp(
    called,
    (name) => families.allocators.has(name) || families.frees.has(name) || releasingCalls.has(name),
  );
  const found = new Set(users);
  const pending = [...users];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const next of called.get(name) ?? []) {
      if (found.has(next) || !any.has(next)) continue;
      found.add(next);
      pending.push(next);
    }
  }
  for (const name of mixing(functions, families)) found.add(name);
  for (const one of users.size > 0 ? functions : [])
    if ([...(called.get(one.name) ?? [])].some(mayChangeBits) && changesReserved(one)) found.add(one.name);
  const accessors = new Set(functions.filter(isAccessor).map(({ name }) => name));
  for (const name of [...found]) for (const next of called.get(name) ?? []) if (accessors.has(next)) found.add(next);
  return found;
}

/** Whether a function sets or clears the reserved bit of pages, by whatever it calls. */
function changesReserved({ body }: FunctionDefinition): boolean {
  return everyExpressionIn(body).some(
    (one) =>
      one.kind === 'call' &&
      one.callee.kind === 'name' &&
      (!isBitCall(one.callee.name) || (one.arguments[0]?.kind === 'name' && one.arguments[0].name === 'PG_reserved')) &&
      mayChangeBits(one.callee.name),
  );
}

/** Whether a function only gives a value. */
function isAccessor({ body }: FunctionDefinition): boolean {
  return (
    body[body.length - 1]?.kind === 'return' && body.every(({ kind }) => kind === 'return' || kind === 'declaration')
  );
}

/** The functions that call one that `isSeed` holds for, directly or not. */
function closureUp(called: ReadonlyMap<string, ReadonlySet<string>>, isSeed: (name: string) => boolean): Set<string> {
  const found = new Set<string>();
  for (let grown = true; grown;) {
    grown = false;
    for (const [name, names] of called) {
      if (found.has(name) || ![...names].some((one) => found.has(one) || isSeed(one))) continue;
      found.add(name);
      grown = true;
    }
  }
  return found;
}

/** The functions that use another family with a member that a traced one is used with. */
function mixing(functions: readonly FunctionDefinition[], families: Families): Set<string> {
  const traced = new Set<string>();
  const others = new Map<string, Set<string>>();
  const stores = new Map<string, Set<string>>();
  for (const { name: user, body } of functions) {
    const use = (isTraced: boolean, place: Expression | undefined): void => {
      const member = place && memberOf(place);
      if (!member) return;
      if (isTraced) traced.add(member);
      else others.set(member, (others.get(member) ?? new Set()).add(user));
    };
    for (const expression of everyExpressionIn(body)) {
      if (expression.kind === 'assign' && expression.operator === '=') {
        const member = memberOf(expression.left);
        if (member) stores.set(member, (stores.get(member) ?? new Set()).add(user));
        const value = withoutCasts(expression.right);
        const maker = value.kind === 'call' && value.callee.kind === 'name' ? value.callee.name : '';
        const allocator = families.allocators.get(maker);
        if (allocator) use(allocator.family.traced, expression.left);
      }
      if (expression.kind === 'call' && expression.callee.kind === 'name') {
        const freeing = families.frees.get(expression.callee.name);
        if (freeing) use(freeing.family.traced, expression.arguments[freeing.call.arguments.indexOf('vaddr')]);
      }
    }
  }
  // What else is stored there may be what the other family frees.
  return new Set(
    [...others].flatMap(([member, users]) => (traced.has(member) ? [...users, ...(stores.get(member) ?? [])] : [])),
  );
}

function memberOf(place: Expression): string | null {
  let at = withoutCasts(place);
  while (at.kind === 'index') at = withoutCasts(at.object);
  return at.kind === 'member' ? at.member : null;
}
