import { withoutCasts, type Expression, type Statement } from '@freehandle/c-source';
import { declarationsIn, everyExpressionIn, everyStatement } from '../scan/statements.ts';

/** A loop that counts: its variable, and the least value that the body sees. */
export interface Counting {
  readonly variable: string;
  readonly least: number;
  /** What it stays below, counting up; null where it counts down. */
  readonly most: Expression | null;
  /** The head, up to the body. */
  readonly start: number;
  readonly body: Statement;
}

type Loop = Extract<Statement, { kind: 'loop' }>;

/** The loops of a function whose variable begins, or ends, at a number that is written there. */
export function* countingLoops(body: readonly Statement[]): Generator<Counting> {
  for (const statement of everyStatement(body)) {
    if (statement.kind !== 'loop' || !statement.condition) continue;
    const range = ascending(statement) ?? descending(statement.condition, statement.update);
    if (range) yield { ...range, start: statement.start, body: statement.body };
  }
}

type Range = Pick<Counting, 'variable' | 'least' | 'most'>;

/** `for (i = 1; i < n; i++)` */
function ascending({ first, condition, update }: Loop): Range | null {
  const variable = update?.kind === 'update' && update.operator === '++' ? nameOf(update.operand) : null;
  if (variable === null || condition?.kind !== 'binary' || !/^(?:<|<=|!=)$/.test(condition.operator)) return null;
  if (nameOf(condition.left) !== variable) return null;
  const most = condition.operator === '<=' ? null : condition.right;
  for (const { name, initial } of declarationsIn(first)) {
    const least = name === variable && initial ? numberOf(initial) : null;
    if (least !== null) return { variable, least, most };
  }
  for (const part of everyExpressionIn(first))
    if (part.kind === 'assign' && part.operator === '=' && nameOf(part.left) === variable) {
      const least = numberOf(part.right);
      return least === null ? null : { variable, least, most };
    }
  return null;
}

/** `while (--i >= 0)`, `while (i-- > 0)`, `while (i--)`, `for (; i >= 0; i--)`. */
function descending(condition: Expression, update: Expression | null): Range | null {
  const isOrdered = condition.kind === 'binary' && /^>=?$/.test(condition.operator);
  const limit = isOrdered ? numberOf(condition.right) : condition.kind === 'update' ? 0 : null;
  if (limit === null) return null;
  const tested = condition.kind === 'binary' ? withoutCasts(condition.left) : condition;
  // The last value that passes the test.
  const last = condition.kind === 'binary' && condition.operator === '>=' ? limit : limit + 1;
  if (tested.kind === 'update' && tested.operator === '--') {
    const variable = nameOf(tested.operand);
    const isBefore = tested.start < tested.operand.start;
    return variable === null ? null : { variable, least: isBefore ? last : last - 1, most: null };
  }
  const variable = nameOf(tested);
  const counts = update?.kind === 'update' && update.operator === '--' && nameOf(update.operand) === variable;
  return variable !== null && counts ? { variable, least: last, most: null } : null;
}

/** The variable that an expression is, but for casts; null where it is anything else. */
export function nameOf(expression: Expression): string | null {
  const bare = withoutCasts(expression);
  return bare.kind === 'name' ? bare.name : null;
}

function numberOf(expression: Expression): number | null {
  const bare = withoutCasts(expression);
  return bare.kind === 'number' && /^\d+$/.test(bare.text) ? Number(bare.text) : null;
}
