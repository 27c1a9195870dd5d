import {
  subexpressions,
  type CType,
  type Expression,
  type FunctionDefinition,
  type Statement,
  withoutCasts,
} from '@freehandle/c-source';
import { typeOf, type TypeTable } from '@freehandle/provenance';
import { transparentCalls } from '../kernel/pure-calls.ts';
import { everyExpressionIn, everyStatement } from './statements.ts';

const unknownType: CType = { base: '', pointers: 0, arrays: 0, isFunction: false };
const comparing = /^(?:==|!=|<|>|<=|>=|&&|\|\|)$/;

/** What the conditions of a file ask for. */
export interface Tested {
  /** Whether a variable of that name is asked for. */
  hasVariable(name: string): boolean;
  /** Whether a member of a structure is; of any that has one of that name, where the structure is not known: ''. */
  hasMember(record: string, name: string): boolean;
}

/**
 * What the conditions of functions ask for, comparisons anywhere among them. What only decides whether something is freed is
 * not asked for: that is of no help to who uses it.
 */
export function testedNames(
  functions: readonly FunctionDefinition[],
  types: TypeTable,
  globalTypes: ReadonlyMap<string, CType>,
  isFree: (name: string) => boolean,
): Tested {
  const found = new Set<string>();
  const ask = ({ record, name }: Place): void => void found.add(`${record}.${name}`).add(`*.${name}`);
  for (const definition of functions) {
    const asked = askedIn(definition, types, globalTypes, isFree);
    for (const name of asked.names) found.add(name);
    asked.members.forEach(ask);
    for (const [name, member] of asked.copies) if (asked.names.has(name)) ask(member);
  }
  return {
    hasVariable: (name) => found.has(name),
    hasMember: (record, name) =>
      record === '' ? found.has(`*.${name}`) : found.has(`${record}.${name}`) || found.has(`.${name}`),
  };
}

interface Place {
  readonly record: string;
  readonly name: string;
}

function askedIn(
  { body, parameters }: FunctionDefinition,
  types: TypeTable,
  globalTypes: ReadonlyMap<string, CType>,
  isFree: (name: string) => boolean,
): { names: Set<string>; members: Place[]; copies: (readonly [name: string, member: Place])[] } {
  const names = new Set<string>();
  const members: Place[] = [];
  const copies: (readonly [string, Place])[] = [];
  const local = new Map<string, CType>(parameters.map(({ name, type }) => [name, type]));
  for (const statement of everyStatement(body))
    if (statement.kind === 'declaration') for (const { name, type } of statement.declarators) local.set(name, type);
  const placeOf = ({ object, member }: Extract<Expression, { kind: 'member' }>): Place => {
    const type = types.resolve(
      typeOf(object, types, (name) => local.get(name) ?? globalTypes.get(name) ?? unknownType),
    );
    return { record: type.base, name: member };
  };
  const mention = (expression: Expression): void => {
    if (expression.kind === 'name') names.add(expression.name);
    if (expression.kind === 'member') members.push(placeOf(expression));
    // `offset_in_page(buf->address)` does not ask whether there is one.
    if (expression.kind === 'call' && !(expression.callee.kind === 'name' && asks(expression.callee.name))) return;
    subexpressions(expression).forEach(mention);
  };
  const copy = (name: string, value: Expression): void => {
    const bare = withoutCasts(value);
    if (bare.kind === 'member') copies.push([name, placeOf(bare)]);
  };
  const onlyFrees = (statement: Statement): boolean =>
    statement.kind === 'block' ? statement.body.every(onlyFrees) : isFreeCall(statement, isFree);
  // `if (!p) return;` before `free(p);`
  const endsFreeing = body.some((statement) => isFreeCall(statement, isFree));
  const passing: Expression[] = [];
  for (const statement of everyStatement(body)) {
    if (statement.kind === 'if')
      if (onlyFrees(statement.then) || (endsFreeing && onlyReturns(statement.then))) passing.push(statement.condition);
      else mention(statement.condition);
    if (statement.kind === 'loop' && statement.condition) mention(statement.condition);
    if (statement.kind === 'declaration')
      for (const { name, initial } of statement.declarators) if (initial) copy(name, initial);
  }
  for (const expression of everyExpressionIn(body)) {
    if (expression.kind === 'assign' && expression.left.kind === 'name') copy(expression.left.name, expression.right);
    if (expression.kind === 'assign' && expression.left.kind === 'member' && expression.right.kind === 'name')
      copies.push([expression.right.name, placeOf(expression.left)]);
    if (passing.some(({ start, end }) => start <= expression.start && expression.end <= end)) continue;
    if (expression.kind === 'conditional') mention(expression.condition);
    if (expression.kind === 'unary' && expression.operator === '!') mention(expression.operand);
    if (expression.kind === 'binary' && comparing.test(expression.operator)) mention(expression);
  }
  return { names, members, copies };
}

function asks(name: string): boolean {
  return transparentCalls.has(name) || /null|err|valid/i.test(name);
}

/** It returns nothing; what it says before does not matter. */
function onlyReturns(statement: Statement): boolean {
  if (statement.kind === 'block') {
    const last = statement.body.at(-1);
    return (
      last !== undefined && onlyReturns(last) && statement.body.slice(0, -1).every(({ kind }) => kind === 'expression')
    );
  }
  return statement.kind === 'return' && !statement.value;
}

/** `free(p);`, or `p = NULL;` after it. */
function isFreeCall(statement: Statement, isFree: (name: string) => boolean): boolean {
  if (statement.kind !== 'expression') return false;
  const { expression } = statement;
  if (expression.kind === 'assign') return expression.right.kind === 'name' || expression.right.kind === 'number';
  return expression.kind === 'call' && expression.callee.kind === 'name' && isFree(expression.callee.name);
}
