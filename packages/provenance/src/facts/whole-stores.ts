import { withoutCasts, type Expression } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { isNull } from '../flow/reaching.ts';
import type { Step } from '../flow/step.ts';
import { denoted, target, textOf, typeAt } from '../paths/path-of.ts';
import { recordOf } from '../paths/types.ts';
import { overwritingCalls } from '../vocabulary.ts';
import { disguisedAt, disguisedIn, isOwn } from './disguised.ts';
import { lineOf } from './line-of.ts';
import type { WholeStore } from './facts.ts';

/** The stores of a function to whole objects of a record: `*a = *b`, `memcpy(a, b, sizeof(*a))`, `memset(a, 0, sizeof(*a))`. */
export function wholeStores(frame: Frame): WholeStore[] {
  const all: WholeStore[] = [];
  for (const step of frame.flow.steps) {
    if (step.kind !== 'define' && step.kind !== 'call') continue;
    const found = step.kind === 'define' ? assigned(frame, step) : overwritten(frame, step);
    const made = madeIn(frame, step).map((record): Found => ({ record, value: 'listed' }));
    for (const { record, value } of [...found, ...made])
      all.push({ record, value, line: lineOf(frame, step.span.start), function: frame.definition.name });
  }
  return all;
}

const NONE: readonly never[] = [];

/** The records of objects that a step makes and gives the address of: `&(struct ring) { … }`. */
function madeIn(frame: Frame, step: Extract<Step, { kind: 'define' | 'call' }>): readonly string[] {
  const values = step.kind === 'define' ? [step.value] : step.call.arguments;
  if (!values.some((value) => value && withoutCasts(value).kind === 'address')) return NONE;
  return values.flatMap((value) => {
    const bare = value && withoutCasts(value);
    if (bare?.kind !== 'address' || withoutCasts(bare.operand).kind !== 'initializer') return [];
    const base = /^\(\s*(?:const\s+)?((?:(?:struct|union)\s+)?\w+)\s*\)/.exec(textOf(frame, bare.operand))?.[1];
    if (base === undefined) return [];
    const plain = { base: base.replace(/\s+/g, ' '), pointers: 0, arrays: 0, isFunction: false };
    const type = frame.context.types.resolve(plain);
    return type.pointers + type.arrays === 0 && frame.context.types.isRecord(recordOf(type)) ? [recordOf(type)] : [];
  });
}

type Found = Pick<WholeStore, 'record' | 'value'>;

function assigned(frame: Frame, step: Extract<Step, { kind: 'define' }>): readonly Found[] {
  const beneath = disguisedIn(frame, step.target);
  if (beneath.length > 0) return beneath.map((record) => ({ record, value: 'disguised' }));
  if (step.operator !== '=' || !step.value || !canBeObject(withoutCasts(step.value))) return NONE;
  const place = denoted(frame, step.target);
  if (place?.kind !== 'place' || isOwn(frame, place.path)) return NONE;
  const record = recordIn(frame, step.target, 0);
  if (record === null) return NONE;
  return [{ record, value: withoutCasts(step.value).kind === 'initializer' ? 'listed' : 'copy' }];
}

/** Whether a value may be an object: what is counted, or called for, mostly is not. */
function canBeObject({ kind }: Expression): boolean {
  return ['name', 'member', 'index', 'dereference', 'conditional', 'initializer'].includes(kind);
}

function overwritten(frame: Frame, { call }: Extract<Step, { kind: 'call' }>): readonly Found[] {
  const name = call.callee.kind === 'name' ? call.callee.name : '';
  const [to, value, size] = call.arguments;
  if (!overwritingCalls.has(name) || !to || !value) return NONE;
  const pointer = denoted(frame, to);
  const bare = withoutCasts(to);
  const record = bare.kind === 'address' ? recordIn(frame, bare.operand, 0) : recordIn(frame, bare, 1);
  if (record === null || to.kind === 'binary')
    return disguisedAt(frame, to).map((one) => ({ record: one, value: 'disguised' }));
  if (!pointer || isOwn(frame, target(pointer))) return NONE;
  // Of another size it need not be the whole object: the freed pointer may stay.
  if (size?.kind !== 'sizeof') return [{ record, value: 'listed' }];
  const isZero = /^(?:__)?mem(?:set|zero)|^bzero$/.test(name) && (name === 'bzero' || isNull(value));
  return [{ record, value: isZero ? 'zero' : /user/.test(name) ? 'listed' : 'copy' }];
}

/** The record of an object, or of the object that a pointer of `pointers` stars points to; null when it is none. */
function recordIn(frame: Frame, expression: Expression, pointers: number): string | null {
  const type = frame.context.types.resolve(typeAt(frame, expression));
  const isRecord = type.pointers === pointers && type.arrays === 0 && !type.isFunction && type.base !== '';
  return isRecord && frame.context.types.isRecord(recordOf(type)) ? recordOf(type) : null;
}
