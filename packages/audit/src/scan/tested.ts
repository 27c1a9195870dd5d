import { subexpressions, type Expression, type FunctionDefinition } from '@freehandle/c-source';
import { expressionsIn } from './call-graph.ts';
import { everyStatement } from './statements.ts';

const comparing = /^(?:==|!=|<|>|<=|>=|&&|\|\|)$/;

/** The names of members and variables that the conditions of functions mention, comparisons anywhere among them. */
export function testedNames(functions: readonly FunctionDefinition[]): ReadonlySet<string> {
  const found = new Set<string>();
  const mention = (expression: Expression): void => {
    if (expression.kind === 'name') found.add(expression.name);
    if (expression.kind === 'member') found.add(expression.member);
    subexpressions(expression).forEach(mention);
  };
  const visit = (expression: Expression): void => {
    if (expression.kind === 'conditional') mention(expression.condition);
    if (expression.kind === 'unary' && expression.operator === '!') mention(expression.operand);
    if (expression.kind === 'binary' && comparing.test(expression.operator)) mention(expression);
    subexpressions(expression).forEach(visit);
  };
  for (const { body } of functions) {
    for (const expression of expressionsIn(body)) visit(expression);
    for (const statement of everyStatement(body))
      if ((statement.kind === 'if' || statement.kind === 'loop') && statement.condition) mention(statement.condition);
  }
  return found;
}
