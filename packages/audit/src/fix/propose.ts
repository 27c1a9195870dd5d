import { subexpressions, type Expression } from '@freehandle/c-source';
import { valueOf, variableAt } from '../explore/evaluate.ts';
import { sourceText, type FileFrame, type Frame } from '../explore/frame.ts';
import type { Resource, State } from '../explore/state.ts';
import type { Role } from '../families/family.ts';
import type { Term } from '../terms/term.ts';
import type { Fix } from './fix.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/**
 * Gives an argument of a free what the allocation was given or stored: its own expression, where that is in scope at the free
 * and still has the value.
 */
export function argumentFix(frame: Frame, state: State, own: Resource, at: Call | null, role: Role): Fix | null {
  const freeing = at && frame.families.frees.get(nameOf(at));
  const argument = freeing && at.arguments[freeing.call.arguments.indexOf(role)];
  const text = argument && wanted(frame, state, own, role, at.start);
  return argument && text ? replacing(frame, [[argument, text]]) : null;
}

/** Puts size and handle in each other's place. */
export function exchange(frame: Frame, at: Call | null): Fix | null {
  const freeing = at && frame.families.frees.get(nameOf(at));
  const size = freeing && at.arguments[freeing.call.arguments.indexOf('size')];
  const handle = freeing && at.arguments[freeing.call.arguments.indexOf('handle')];
  if (!size || !handle) return null;
  return replacing(frame, [
    [size, sourceText(frame, handle)],
    [handle, sourceText(frame, size)],
  ]);
}

/** Has the memory freed by the first function of its own family, where everything that it takes is in scope. */
export function callFix(frame: Frame, state: State, own: Resource, at: Call | null): Fix | null {
  const freeing = at && frame.families.frees.get(nameOf(at));
  const pointer = freeing && at.arguments[freeing.call.arguments.indexOf('vaddr')];
  const right = own.family.frees[0];
  if (!pointer || !right || own.family.managed) return null;
  const texts = right.arguments.map((role) =>
    role === 'vaddr' ? sourceText(frame, pointer) : role === null ? null : wanted(frame, state, own, role, at.start),
  );
  if (texts.includes(null)) return null;
  return replacing(frame, [[at, `${right.name}(${texts.join(', ')})`]]);
}

/** A size that means the same wherever it stands, put in the place of another: numbers, constants, sizes of types. */
export function constantSizeFix(file: FileFrame, allocation: Call | null, free: Call | null): Fix | null {
  const made = allocation && file.families.allocators.get(nameOf(allocation));
  const freed = free && file.families.frees.get(nameOf(free));
  const right = made && allocation.arguments[made.call.arguments.indexOf('size')];
  const wrong = freed && free.arguments[freed.call.arguments.indexOf('size')];
  return right && wrong && isConstant(right) ? replacing(file, [[wrong, sourceText(file, right)]]) : null;
}

function isConstant(expression: Expression): boolean {
  if (expression.kind === 'name') return /^[A-Z][A-Z0-9_]*$/.test(expression.name);
  if (expression.kind === 'sizeof') return expression.operand === null || expression.operand === undefined;
  if (!['number', 'binary', 'unary'].includes(expression.kind)) return false;
  return subexpressions(expression).every(isConstant);
}

/** The text of the allocation's own argument, where it has the value that the free wants. */
function wanted(frame: Frame, state: State, own: Resource, role: Role, place: number): string | null {
  const given = own.at && frame.families.allocators.get(own.call);
  const argument = given && own.at.arguments[given.call.arguments.indexOf(role)];
  if (!argument || own.site.includes('/') || !isInScope(frame, argument, place)) return null;
  const value: Term | null = role === 'handle' ? own.handle : role === 'size' ? own.size : own.device;
  const target = role !== 'handle' ? argument : argument.kind === 'address' ? argument.operand : null;
  return target && value && valueOf(frame, state, target) === value ? sourceText(frame, target) : null;
}

function isInScope(frame: Frame, expression: Expression, place: number): boolean {
  if (expression.kind === 'call' || expression.kind === 'assign' || expression.kind === 'update') return false;
  if (
    expression.kind === 'name' &&
    variableAt(frame, expression.name, expression.start) !== variableAt(frame, expression.name, place)
  )
    return false;
  return subexpressions(expression).every((part) => isInScope(frame, part, place));
}

function replacing(file: FileFrame, parts: readonly (readonly [Expression, string])[]): Fix {
  return {
    what: parts.map(([, text]) => text).join(', '),
    edits: parts.map(([{ start, end }, text]) => ({ start, end, text, before: file.source.text.slice(start, end) })),
  };
}

function nameOf(at: Call): string {
  return at.callee.kind === 'name' ? at.callee.name : '';
}
