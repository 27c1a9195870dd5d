import { subexpressions, withoutCasts, type Expression, type Unit } from '@freehandle/c-source';
import type { Families } from '../families/index.ts';
import { isHarmless } from '../kernel/harmless.ts';
import { expressionsIn } from '../scan/call-graph.ts';

/** What the text of a file does with members, by their names. */
export interface MemberUses {
  /** Something is stored there that is neither NULL nor the result of an allocation. */
  readonly stored: ReadonlySet<string>;
  /** It is freed, or a function that frees is given it. */
  readonly freed: ReadonlySet<string>;
  /** Its value goes on to another place or function, so that it may be freed under another name. */
  readonly passed: ReadonlySet<string>;
}

/** Reads the uses of members in a unit. */
export function memberUses(unit: Unit, families: Families): MemberUses {
  const stored = new Set<string>();
  const freed = new Set<string>();
  const passed = new Set<string>();
  const own = new Set(unit.functions.map(({ name }) => name));
  const visit = (expression: Expression): void => {
    if (expression.kind === 'assign') {
      const target = memberOf(expression.left);
      if (target && !isAllocation(expression.right, families)) stored.add(target);
      const value = memberOf(expression.right);
      if (value) passed.add(value);
    }
    if (expression.kind === 'call') {
      const name = expression.callee.kind === 'name' ? expression.callee.name : '';
      for (const argument of expression.arguments) {
        const member = memberOf(argument);
        if (!member) continue;
        if (families.frees.has(name)) freed.add(member);
        else if (own.has(name) || !isHarmless(name)) passed.add(member);
      }
    }
    if (expression.kind === 'statements') for (const inner of expressionsIn(expression.body)) visit(inner);
    subexpressions(expression).forEach(visit);
  };
  for (const { body } of unit.functions) for (const expression of expressionsIn(body)) visit(expression);
  for (const macro of unit.macros) for (const word of macro.text.match(/[A-Za-z_]\w*/g) ?? []) passed.add(word);
  return { stored, freed, passed };
}

function memberOf(expression: Expression): string | null {
  const bare = withoutCasts(expression);
  if (bare.kind === 'index') return memberOf(bare.object);
  if (bare.kind === 'assign') return memberOf(bare.left);
  return bare.kind === 'member' ? bare.member : null;
}

function isAllocation(value: Expression, families: Families): boolean {
  const bare = withoutCasts(value);
  if (bare.kind === 'call' && bare.callee.kind === 'name') return families.allocators.has(bare.callee.name);
  return (bare.kind === 'name' && bare.name === 'NULL') || (bare.kind === 'number' && /^0[uUlL]*$/.test(bare.text));
}
