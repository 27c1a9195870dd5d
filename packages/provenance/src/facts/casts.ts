import { withoutCasts, type CType, type Expression } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { typeAt } from '../paths/path-of.ts';

/** A pointer under another type. */
export interface Cast {
  readonly type: CType;
  readonly operand: Expression;
}

const CASTING = /^[(\s]*\(\s*((?:(?:struct|union)\s+)?\w+)\s*\*\s*\)[(\s]*(\w+)[)\s]*$/;

/** What the call of a macro, or of a function of the file, casts where it does nothing else: `RAW(ring)`; null for others. */
export function castBy(frame: Frame, call: Expression): Cast | null {
  if (call.kind !== 'call' || call.callee.kind !== 'name') return null;
  const { name } = call.callee;
  const { functions, macros, types } = frame.context;
  const definition = functions.get(name);
  const [only, ...others] = definition?.body ?? [];
  if (definition && only?.kind === 'return' && only.value && others.length === 0) {
    const value = withoutCasts(only.value);
    const position = definition.parameters.findIndex((one) => value.kind === 'name' && one.name === value.name);
    const operand = call.arguments[position];
    return operand ? { type: types.resolve(typeAt(frame, call)), operand } : null;
  }
  for (const { parameters, text } of macros.get(name) ?? []) {
    const [, base, parameter] = CASTING.exec(text) ?? [];
    const operand = parameter === undefined ? undefined : call.arguments[parameters?.indexOf(parameter) ?? -1];
    if (base !== undefined && operand)
      return {
        type: types.resolve({ base: base.replace(/\s+/g, ' '), pointers: 1, arrays: 0, isFunction: false }),
        operand,
      };
  }
  return null;
}
