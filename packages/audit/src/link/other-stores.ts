import { withoutCasts, type Expression, type Unit } from '@freehandle/c-source';
import type { Families } from '../families/index.ts';
import { everyExpressionIn } from '../scan/statements.ts';

/**
 * Names of members and variables that the functions of a file give something else than NULL or the result of an allocating
 * call, or whose address they take. What all other places hold at the end of a path, when it is not known, is one of these two.
 */
export function otherwiseStored(unit: Unit, families: Families): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (place: Expression): void => {
    const name = nameOf(place);
    if (name !== null) found.add(name);
  };
  for (const { body } of unit.functions)
    for (const expression of everyExpressionIn(body)) {
      if (expression.kind === 'update' || expression.kind === 'address') add(expression.operand);
      if (expression.kind === 'assign' && (expression.operator !== '=' || !isPlain(expression.right, families)))
        add(expression.left);
    }
  return found;
}

function isPlain(value: Expression, families: Families): boolean {
  const bare = withoutCasts(value);
  if (bare.kind === 'assign') return isPlain(bare.right, families);
  if (bare.kind === 'name') return bare.name === 'NULL';
  if (bare.kind === 'number') return true;
  return bare.kind === 'call' && bare.callee.kind === 'name' && families.allocators.has(bare.callee.name);
}

function nameOf(place: Expression): string | null {
  let at = withoutCasts(place);
  while (at.kind === 'index') at = withoutCasts(at.object);
  if (at.kind === 'member') return at.member;
  return at.kind === 'name' ? at.name : null;
}
