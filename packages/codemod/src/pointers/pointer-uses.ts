import { withoutCasts, type Expression } from '@freehandle/c-source';
import { visitExpressions } from '../retain/expressions.ts';
import type { OpenFile, Workspace } from '../retain/workspace.ts';
import { recordOf, type PointerTarget } from './pointer-target.ts';

/** A call through a pointer. */
export interface PointerCall {
  readonly file: string;
  readonly call: Extract<Expression, { kind: 'call' }>;
}

/** How a pointer is used in some files: the names stored to it and the calls through it. */
export interface PointerUses {
  readonly stored: ReadonlySet<string>;
  readonly calls: readonly PointerCall[];
}

/** All uses of a pointer; a sentence when there is one that is not followed. */
export function usesOf(workspace: Workspace, files: readonly OpenFile[], target: PointerTarget): PointerUses | string {
  const stored = new Set<string>();
  const calls: PointerCall[] = [];
  let why: string | null = null;
  for (const at of files) {
    const types = workspace.typesOf(at);
    const store = (value: Expression): void => {
      const bare = withoutCasts(value);
      const name = bare.kind === 'address' ? withoutCasts(bare.operand) : bare;
      stored.add(name.kind === 'name' ? name.name : name.kind === 'number' ? 'NULL' : '?');
    };
    const inInitialiser = (initial: Expression): void => {
      if (initial.kind !== 'initializer') return;
      for (const item of initial.items) {
        if (item.member === target.member) store(item.value);
        else inInitialiser(item.value);
      }
    };
    for (const global of at.unit.globals) {
      if (!global.initial || target.record === '') continue;
      if (types.resolve(global.type).base === target.record && isByPosition(global.initial))
        why ??= `${global.name} (${at.file}) lists its members by position`;
      inInitialiser(global.initial);
    }
    for (const definition of at.unit.functions) {
      const isTarget = (expression: Expression): boolean => {
        if (target.record === '') return expression.kind === 'name' && expression.name === target.member;
        if (expression.kind !== 'member' || expression.member !== target.member) return false;
        const record = recordOf(at, types, definition.start, expression.object);
        if (record === '') why ??= `what ${target.member} belongs to in ${definition.name} (${at.file}) is not known`;
        return record === target.record;
      };
      visitExpressions(definition, (expression, parent) => {
        if (expression.kind === 'initializer' && target.record !== '') {
          for (const item of expression.items) if (item.member === target.member) store(item.value);
        }
        if (!isTarget(expression)) return;
        if (parent?.kind === 'assign' && parent.left === expression) store(parent.right);
        else if (parent?.kind === 'call' && parent.callee === expression) calls.push({ file: at.file, call: parent });
        else if (parent?.kind === 'dereference')
          why ??= `${target.member} is called as (*${target.member})() in ${definition.name}`;
        else if (!isTest(parent)) why ??= `${target.member} is copied in ${definition.name} (${at.file})`;
      });
    }
  }
  return why ?? { stored, calls };
}

function isTest(parent: Expression | null): boolean {
  if (parent === null) return true;
  if (parent.kind === 'unary') return parent.operator === '!';
  if (parent.kind === 'conditional') return true;
  return parent.kind === 'binary' && ['==', '!=', '&&', '||'].includes(parent.operator);
}

function isByPosition(initial: Expression): boolean {
  return (
    initial.kind === 'initializer' &&
    initial.items.some(
      (item) => item.member === null && item.value.kind !== 'initializer' && item.value.kind !== 'number',
    )
  );
}
