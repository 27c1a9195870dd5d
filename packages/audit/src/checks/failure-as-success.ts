import { everyExpression, withoutCasts, type Expression, type Statement } from '@freehandle/c-source';
import { variableAt } from '../explore/evaluate.ts';
import { sourceText, type Frame } from '../explore/frame.ts';
import { holdersOf, lastName, signsOf, type Resource, type State } from '../explore/state.ts';
import { everyExpressionIn, everyStatement } from '../scan/statements.ts';
import { ZERO } from '../terms/sign.ts';
import { isDirect, uncheckedKey } from './evidence.ts';

/**
 * An allocation has failed, the function leaves by the label that its errors leave by, and returns a variable that says that all
 * went well.
 */
export function checkReported(frame: Frame, state: State, resource: Resource): void {
  const { returned, returnedAt } = state;
  if (!returned || signsOf(state, returned) !== ZERO || returnedAt < 0 || !isDirect(resource)) return;
  if (signsOf(state, resource.symbol) !== ZERO) return;
  const { body, name } = frame.definition;
  const statements = everyStatement(body);
  const exit = statements.find((one) => one.kind === 'return' && one.start === returnedAt);
  const result = exit?.kind === 'return' && exit.value ? withoutCasts(exit.value) : null;
  if (result?.kind !== 'name' || !variableAt(frame, result.name, result.start)) return;
  const left = statements.find(
    (one) =>
      one.kind === 'if' && one.start >= statementStart(statements, resource.offset) && asks(state, one, resource),
  );
  const label = left?.kind === 'if' ? leavesBy(left.then) : null;
  if (left?.kind !== 'if' || label === null || !(isErrorLabel(label) || saysError(left.then))) return;
  frame.suspect({
    rule: 'R5',
    severity: 'warning',
    offset: left.start,
    message: `when ${resource.call} fails, ${name} goes to ${label} and returns \`${result.name}\`, which is 0: success is reported`,
    trail: { before: state.trail, offset: returnedAt, what: `\`${sourceText(frame, result)}\` is 0` },
    from: resource.trail,
    key: uncheckedKey(name, resource.site),
  });
}

/** Where the statement begins that an offset lies in. */
function statementStart(statements: readonly Statement[], offset: number): number {
  return Math.max(0, ...statements.filter((one) => one.start <= offset && offset < one.end).map(({ start }) => start));
}

/** Whether the condition of a statement asks for the result of the allocation, right after it. */
function asks(state: State, statement: Statement, { symbol, at }: Resource): boolean {
  if (statement.kind !== 'if') return false;
  const names = new Set(holdersOf(state, symbol).map((place) => lastName(place)));
  return everyExpression(statement.condition).some(
    (part: Expression) =>
      part.start === at.start ||
      (part.kind === 'member' && names.has(part.member)) ||
      (part.kind === 'name' && names.has(part.name)),
  );
}

/** The label that a branch goes to at its end. */
function leavesBy(branch: Statement): string | null {
  const last = branch.kind === 'block' ? branch.body.at(-1) : branch;
  return last?.kind === 'goto' ? last.label : null;
}

/** Whether a label is one of errors, by its name. */
function isErrorLabel(label: string): boolean {
  return /err|fail|free|unwind|undo|abort|nomem|unmap|release|destroy|cleanup/i.test(label);
}

/** Whether a branch tells the log of an error. */
function saysError(branch: Statement): boolean {
  return everyExpressionIn([branch]).some(
    (one) => one.kind === 'call' && one.callee.kind === 'name' && /(?:^|_)err(?:or)?$/.test(one.callee.name),
  );
}
