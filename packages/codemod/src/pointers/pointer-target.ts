import { contains, unknownType, withoutCasts, type Expression, type Span } from '@freehandle/c-source';
import { typeOf, type TypeTable } from '@freehandle/provenance';
import { declaredTypes, visitExpressions } from '../retain/expressions.ts';
import type { OpenFile } from '../retain/workspace.ts';

/** What holds a function's address: a member of a record, or (then `record` is empty) a file-level variable. */
export interface PointerTarget {
  readonly record: string;
  readonly member: string;
}

/** What the function named at `start` is stored in; null when that is nothing that is followed. */
export function targetAt(at: OpenFile, types: TypeTable, start: number): PointerTarget | null {
  const place: Span = { start, end: start + 1 };
  const variable = at.unit.prototypes.find((one) => one.isPointer && contains(one, place));
  if (variable) return { record: '', member: variable.name };
  for (const global of at.unit.globals) {
    if (global.initial && contains(global.initial, place) && global.type.pointers === 0)
      return memberIn(global.initial, place, types.resolve(global.type).base, global.type.arrays);
  }
  const definition = at.unit.functions.find((one) => contains(one, place));
  if (!definition) return null;
  let found: PointerTarget | null = null;
  visitExpressions(definition, (expression) => {
    if (expression.kind !== 'assign' || expression.operator !== '=' || !isName(expression.right, start)) return;
    if (expression.left.kind === 'member') {
      const record = recordOf(at, types, definition.start, expression.left.object);
      if (record !== '') found = { record, member: expression.left.member };
    } else if (expression.left.kind === 'name' && !declaredTypes(definition).has(expression.left.name)) {
      found = { record: '', member: expression.left.name };
    }
  });
  return found;
}

/** The record that an expression in the function at `function` is or points to; empty when not known. */
export function recordOf(at: OpenFile, types: TypeTable, start: number, object: Expression): string {
  const definition = at.unit.functions.find((one) => one.start === start)!;
  const locals = declaredTypes(definition);
  const globals = new Map(at.unit.globals.map((one) => [one.name, one.type]));
  const type = typeOf(object, types, (name) => locals.get(name) ?? globals.get(name) ?? unknownType);
  return types.resolve(type).base;
}

/** Whether the expression is the name that stands at `start`, or its address. */
export function isName(expression: Expression, start: number): boolean {
  const bare = withoutCasts(expression);
  if (bare.kind === 'address') return isName(bare.operand, start);
  return bare.kind === 'name' && bare.start === start;
}

function memberIn(initial: Expression, place: Span, record: string, arrays: number): PointerTarget | null {
  if (initial.kind !== 'initializer') return null;
  const item = initial.items.find((one) => contains(one.value, place));
  if (!item) return null;
  if (item.value.kind === 'initializer') return arrays > 0 ? memberIn(item.value, place, record, arrays - 1) : null;
  return item.member !== null && arrays === 0 && isName(item.value, place.start)
    ? { record, member: item.member }
    : null;
}
