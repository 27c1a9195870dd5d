import {
  subexpressions,
  type CType,
  type Expression,
  type FunctionDefinition,
  type Statement,
} from '@freehandle/c-source';
import { partsOf } from './statements.ts';

/** Calls `visit` for every expression of a function with the expression around it, null for a whole one. */
export function visitExpressions(
  definition: FunctionDefinition,
  visit: (expression: Expression, parent: Expression | null) => void,
): void {
  for (const statement of definition.body) inStatement(statement);

  function inStatement(statement: Statement): void {
    for (const own of ownExpressions(statement)) inExpression(own, null);
    for (const part of partsOf(statement)) inStatement(part);
  }

  function inExpression(expression: Expression, parent: Expression | null): void {
    visit(expression, parent);
    if (expression.kind === 'statements') for (const statement of expression.body) inStatement(statement);
    for (const part of subexpressions(expression)) inExpression(part, expression);
  }
}

/** The expressions that stand directly in a statement. */
function ownExpressions(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'expression':
      return [statement.expression];
    case 'declaration':
      return statement.declarators.flatMap((one) => (one.initial ? [one.initial] : []));
    case 'if':
      return [statement.condition];
    case 'loop':
      return [statement.condition, statement.update].filter((one) => one !== null);
    case 'switch':
      return [statement.subject];
    case 'return':
      return statement.value ? [statement.value] : [];
    default:
      return [];
  }
}

/** The types of a function's parameters and locals by name; the last declaration of a name wins. */
export function declaredTypes(definition: FunctionDefinition): ReadonlyMap<string, CType> {
  const types = new Map(definition.parameters.map((one) => [one.name, one.type]));
  const declare = (statement: Statement): void => {
    if (statement.kind === 'declaration') for (const one of statement.declarators) types.set(one.name, one.type);
    partsOf(statement).forEach(declare);
  };
  definition.body.forEach(declare);
  return types;
}
