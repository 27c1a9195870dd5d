import type { Expression, FunctionDefinition, Span, Statement } from '@freehandle/c-source';
import { everyExpressionIn, everyStatement } from '../scan/statements.ts';

/** A part of a function that is run only when a parameter, which the function does not change, is true, or false. */
export interface Guarded {
  readonly span: Span;
  readonly position: number;
  readonly when: boolean;
}

/** The arms of the `if`s of a function that ask for nothing but a parameter. */
export function guardedParts({ body, parameters }: FunctionDefinition): Guarded[] {
  const found: Guarded[] = [];
  const changed = new Set<string>();
  for (const one of everyExpressionIn(body)) {
    const target =
      one.kind === 'assign' ? one.left : one.kind === 'update' || one.kind === 'address' ? one.operand : null;
    if (target?.kind === 'name') changed.add(target.name);
  }
  for (const statement of everyStatement(body)) {
    if (statement.kind !== 'if') continue;
    const asked = askedFor(statement.condition);
    const position = asked ? parameters.findIndex(({ name }) => name === asked.name) : -1;
    if (!asked || position < 0 || changed.has(asked.name)) continue;
    const arm = (part: Statement, when: boolean): void => void found.push({ span: part, position, when });
    arm(statement.then, asked.when);
    if (statement.otherwise) arm(statement.otherwise, !asked.when);
  }
  return found;
}

function askedFor(condition: Expression): { readonly name: string; readonly when: boolean } | null {
  if (condition.kind === 'name') return { name: condition.name, when: true };
  const isNot = condition.kind === 'unary' && condition.operator === '!' && condition.operand.kind === 'name';
  return isNot && condition.operand.kind === 'name' ? { name: condition.operand.name, when: false } : null;
}

/** The parameters that decide whether a part of a function is run, by position. */
export function guardsOf(parts: readonly Guarded[], { start, end }: Span): ReadonlyMap<number, boolean> {
  const around = parts.filter(({ span }) => span.start <= start && end <= span.end);
  return new Map(around.map(({ position, when }) => [position, when]));
}

/** The arms of all `if`s of a function. */
export function armsOf({ body }: FunctionDefinition): Span[] {
  return everyStatement(body).flatMap((one) =>
    one.kind === 'if' ? [one.then, ...(one.otherwise ? [one.otherwise] : [])] : [],
  );
}
