import {
  subexpressions,
  type Expression,
  type FunctionDefinition,
  type Statement,
  withoutCasts,
} from '@freehandle/c-source';
import { transparentCalls } from '../kernel/pure-calls.ts';
import { everyExpressionIn, everyStatement } from './statements.ts';

const comparing = /^(?:==|!=|<|>|<=|>=|&&|\|\|)$/;

/**
 * The names of members, with a dot before them, and variables that the conditions of functions ask for, comparisons anywhere
 * among them. What only decides whether something is freed is not asked for: that is of no help to who uses it.
 */
export function testedNames(
  functions: readonly FunctionDefinition[],
  isFree: (name: string) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  const mention = (expression: Expression): void => {
    if (expression.kind === 'name') found.add(expression.name);
    if (expression.kind === 'member') found.add(`.${expression.member}`);
    // `offset_in_page(buf->address)` does not ask whether there is one.
    if (expression.kind === 'call' && !(expression.callee.kind === 'name' && asks(expression.callee.name))) return;
    subexpressions(expression).forEach(mention);
  };
  const copies: (readonly [name: string, member: string])[] = [];
  const copy = (name: string, value: Expression): void => {
    const bare = withoutCasts(value);
    if (bare.kind === 'member') copies.push([name, bare.member]);
  };
  const read = (expression: Expression): void => {
    if (expression.kind === 'assign' && expression.left.kind === 'name') copy(expression.left.name, expression.right);
    if (expression.kind === 'assign' && expression.left.kind === 'member' && expression.right.kind === 'name')
      copies.push([expression.right.name, expression.left.member]);
    if (expression.kind === 'conditional') mention(expression.condition);
    if (expression.kind === 'unary' && expression.operator === '!') mention(expression.operand);
    if (expression.kind === 'binary' && comparing.test(expression.operator)) mention(expression);
  };
  const onlyFrees = (statement: Statement): boolean =>
    statement.kind === 'block' ? statement.body.every(onlyFrees) : isFreeCall(statement, isFree);
  for (const { body } of functions) {
    for (const expression of everyExpressionIn(body)) read(expression);
    for (const statement of everyStatement(body)) {
      if (statement.kind === 'if' && !onlyFrees(statement.then)) mention(statement.condition);
      if (statement.kind === 'loop' && statement.condition) mention(statement.condition);
      if (statement.kind === 'declaration')
        for (const { name, initial } of statement.declarators) if (initial) copy(name, initial);
    }
  }
  for (const [name, member] of copies) if (found.has(name)) found.add(`.${member}`);
  return found;
}

function asks(name: string): boolean {
  return transparentCalls.has(name) || /null|err|valid/i.test(name);
}

/** `free(p);`, or `p = NULL;` after it. */
function isFreeCall(statement: Statement, isFree: (name: string) => boolean): boolean {
  if (statement.kind !== 'expression') return false;
  const { expression } = statement;
  if (expression.kind === 'assign') return expression.right.kind === 'name' || expression.right.kind === 'number';
  return expression.kind === 'call' && expression.callee.kind === 'name' && isFree(expression.callee.name);
}
