import {
  contains,
  identifierOffsets,
  withoutCasts,
  type CType,
  type Expression,
  type FunctionDefinition,
} from '@freehandle/c-source';
import type { CallStep } from '../flow/step.ts';
import { typeOf } from '../paths/types.ts';
import { callbackContext, memberContext, givesDevice, type EntryContext } from './entry-points.ts';
import type { FileFlows, FunctionFlow } from './file-flows.ts';

/** A place of a file where a function is named. */
export type Mention =
  | { readonly kind: 'call'; readonly owner: FunctionFlow; readonly step: CallStep; readonly offset: number }
  /** Given to the kernel, to be called in `context`. */
  | {
      readonly kind: 'entry';
      readonly context: EntryContext;
      readonly offset: number;
      readonly what: string;
      /** Its first parameter is a device, never NULL. */
      readonly givesDevice: boolean;
    }
  /** Anything else: nobody knows who calls it. */
  | { readonly kind: 'other'; readonly offset: number; readonly what: string };

/** Every place of the file that names the function, its own definition and prototypes left out. */
export function mentionsOf(file: FileFlows, definition: FunctionDefinition): Mention[] {
  const { name } = definition;
  const { unit, lexemes } = file;
  const known = entriesOf(file, name);
  const calls = callsOf(file, name);
  return identifierOffsets(lexemes, name).flatMap((offset): Mention[] => {
    const span = { start: offset, end: offset + name.length };
    if (unit.functions.some((one) => contains(one.nameSpan, span) && one.name === name)) return [];
    if (unit.prototypes.some((one) => !one.isPointer && one.name === name && contains(one, span))) return [];
    const call = calls.get(offset);
    if (call) return [call];
    const entry = known.get(offset);
    if (entry) return [entry];
    return [{ kind: 'other', offset, what: `${name} is named where it is not called` }];
  });
}

function callsOf(file: FileFlows, name: string): Map<number, Mention> {
  const found = new Map<number, Mention>();
  for (const owner of file.functions) {
    for (const step of owner.calls) {
      const { callee } = step.call;
      if (callee.kind === 'name' && callee.name === name)
        found.set(callee.start, { kind: 'call', owner, step, offset: callee.start });
    }
  }
  return found;
}

/** The mentions that give the function to the kernel, by their offsets. */
function entriesOf(file: FileFlows, name: string): Map<number, Mention> {
  const found = new Map<number, Mention>();
  const add = (value: Expression, context: EntryContext | null, what: string, device = false): void => {
    const named = functionNamed(value, name);
    if (!named || !context) return;
    found.set(named.start, { kind: 'entry', context, offset: named.start, what, givesDevice: device });
  };
  const filled = (record: string, initial: Expression): void => {
    if (initial.kind !== 'initializer') return;
    for (const { member, value } of initial.items) {
      if (member === null) continue;
      const bare = record.replace(/^struct /, '');
      add(value, memberContext(record, member), `it is ${member} of a ${bare}`, givesDevice(record, member));
      filled(file.types.resolve(file.types.member(record, member)).base, value);
    }
  };
  const given = (call: Expression): void => {
    if (call.kind !== 'call' || call.callee.kind !== 'name') return;
    const callee = call.callee.name;
    call.arguments.forEach((one, at) => add(one, callbackContext(callee, at), `it is given to ${callee}`));
  };
  for (const { type, initial } of file.unit.globals) if (initial) filled(file.types.resolve(type).base, initial);
  for (const call of file.unit.fileCalls) given(call);
  for (const owner of file.functions) {
    for (const step of owner.flow.steps) {
      if (step.kind === 'call') given(step.call);
      if (step.kind !== 'define' || !step.value) continue;
      const { target, value } = step;
      if (target.kind === 'member') {
        const record = file.types.resolve(typeOf(target.object, file.types, typesIn(file, owner))).base;
        const bare = record.replace(/^struct /, '');
        add(value, memberContext(record, target.member), `it is ${target.member} of a ${bare}`);
      } else filled(file.types.resolve(typeOf(target, file.types, typesIn(file, owner))).base, value);
    }
  }
  return found;
}

/** The type of a name in a function. */
export function typesIn(file: FileFlows, owner: FunctionFlow): (name: string, offset: number) => CType {
  const unknown: CType = { base: '', pointers: 0, arrays: 0, isFunction: false };
  return (name, offset) =>
    owner.flow.variables.findLast((one) => one.name === name && one.visible.start <= offset && offset < one.visible.end)
      ?.type ??
    file.unit.globals.find((one) => one.name === name)?.type ??
    unknown;
}

/** The mention of the function that a value is: plain, with `&`, or in a macro that leaves it out where it is not needed. */
function functionNamed(value: Expression, name: string): Expression | null {
  const bare = withoutCasts(value);
  if (bare.kind === 'name') return bare.name === name ? bare : null;
  if (bare.kind === 'address') return functionNamed(bare.operand, name);
  const [only, ...others] = bare.kind === 'call' ? bare.arguments : [];
  const isMarked = bare.kind === 'call' && bare.callee.kind === 'name' && /^__(?:dev)?exit_p$/.test(bare.callee.name);
  return isMarked && only && others.length === 0 ? functionNamed(only, name) : null;
}
