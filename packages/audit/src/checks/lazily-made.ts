import { withoutCasts, type Expression, type FunctionDefinition, type Span } from '@freehandle/c-source';
import type { Families } from '../families/index.ts';
import { everyExpressionIn, everyStatement } from '../scan/statements.ts';

/**
 * The parts of a function that make what is not there yet: `if (!p->ring) { p->ring = alloc(); … }`. Whether they are run hangs on
 * who called the function before.
 */
export function lazilyMade({ body }: FunctionDefinition, text: (span: Span) => string, families: Families): Span[] {
  const found: Span[] = [];
  for (const statement of everyStatement(body)) {
    if (statement.kind !== 'if') continue;
    const place = absent(statement.condition);
    if (place && everyExpressionIn([statement.then]).some((one) => makes(one, text(place)))) found.push(statement.then);
  }
  return found;

  function makes(expression: Expression, place: string): boolean {
    if (expression.kind !== 'assign' || text(expression.left) !== place) return false;
    const value = withoutCasts(expression.right);
    return value.kind === 'call' && value.callee.kind === 'name' && families.allocators.has(value.callee.name);
  }
}

/** The member that a condition finds to be NULL. */
function absent(condition: Expression): Expression | null {
  const bare = withoutCasts(condition);
  const place =
    bare.kind === 'unary' && bare.operator === '!'
      ? bare.operand
      : bare.kind === 'binary' && bare.operator === '==' && bare.right.kind === 'name' && bare.right.name === 'NULL'
        ? bare.left
        : null;
  return place?.kind === 'member' ? place : null;
}
