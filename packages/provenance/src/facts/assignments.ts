import { withoutCasts, type CType, type Expression } from '@freehandle/c-source';
import { variableAt, type Frame } from '../flow/frame.ts';
import type { Step } from '../flow/step.ts';
import { denoted, denotedUnmap, inCall, textOf, typeAt } from '../paths/path-of.ts';
import { pathText, type Path } from '../paths/path.ts';
import { knownKeepers, unmapAddresses } from '../vocabulary.ts';
import type { Kept } from './summary.ts';

/** A value given to a place: by an assignment, or by a function that stores what it is passed. */
export interface Assignment {
  readonly step: number;
  readonly start: number;
  readonly target: Path;
  readonly value: Expression;
  /** The place as written, where it is. */
  readonly written: Expression | null;
  /** The type of a place that is known to be narrower than a size or a handle. */
  readonly narrow: string | null;
  /** The function called that stores it; null for an assignment. */
  readonly by: string | null;
  /** What stands against reading the value there, a sentence. */
  readonly doubt: string | null;
  /** Whether the step certainly does it. */
  readonly certain: boolean;
}

/** What most steps store. */
const NOTHING: readonly Assignment[] = [];

/** All of a function's. */
export function assignmentsOf(frame: Frame): readonly Assignment[] {
  const found: Assignment[] = [];
  for (const step of frame.flow.steps) for (const one of assignmentsAt(frame, step)) found.push(one);
  return found;
}

/** What one step stores. */
export function assignmentsAt(frame: Frame, step: Step): readonly Assignment[] {
  if (step.kind !== 'call' && step.kind !== 'define') return NOTHING;
  const known = frame.assignments.get(step.id);
  if (known) return known;
  const found = step.kind === 'define' ? assigned(frame, step) : keptBy(frame, step);
  frame.assignments.set(step.id, found);
  return found;
}

function assigned(frame: Frame, step: Extract<Step, { kind: 'define' }>): readonly Assignment[] {
  if (step.operator !== '=' || !step.value) return NOTHING;
  const place = denoted(frame, step.target);
  if (place?.kind !== 'place') return NOTHING;
  const { id, span, target, value } = step;
  const own = { target: place.path, value, written: target, narrow: null, doubt: null, certain: true, by: null };
  return [{ step: id, start: span.start, ...own }];
}

/** The place that is assigned to, as text. */
export function targetText(frame: Frame, { written, target }: Assignment): string {
  return written ? textOf(frame, written) : pathText(target);
}

function keptBy(frame: Frame, step: Extract<Step, { kind: 'call' }>): readonly Assignment[] {
  const { call } = step;
  const unmapped = unmapAddress(frame, call);
  if (unmapped) return [{ ...unmapped, step: step.id, start: call.start }];
  const copied = copiedWhole(frame, call);
  if (copied) return [{ ...copied, step: step.id, start: call.start }];
  const keeps = keepsOf(frame, call);
  if (keeps.length === 0) return NOTHING;
  return keeps.flatMap((kept): Assignment[] => {
    const value = call.arguments[kept.parameter];
    const place = value && inCall(frame, call, kept.place);
    if (!place) return [];
    const own = { target: place, value, written: null, narrow: kept.narrow, doubt: null, certain: kept.always };
    return [{ step: step.id, start: call.start, ...own, by: nameOf(call) }];
  });
}

/** `dma_unmap_addr_set(object, member, handle)` and its kin. */
function unmapAddress(
  frame: Frame,
  call: Extract<Expression, { kind: 'call' }>,
): Omit<Assignment, 'step' | 'start'> | null {
  const reader = call.callee.kind === 'name' ? unmapAddresses.get(call.callee.name) : undefined;
  if (reader === undefined) return null;
  const [object, member, value] = call.arguments;
  const place = object && member && denotedUnmap(frame, object, member, reader);
  if (!place || !value) return null;
  const doubt = `${pathText(place)} is 0 in configurations that keep no such addresses`;
  return { target: place, value, written: null, narrow: null, doubt, certain: true, by: null };
}

/** `memcpy(&a, &b, sizeof(a))` where a and b are numbers or pointers: `a = b`. */
function copiedWhole(
  frame: Frame,
  call: Extract<Expression, { kind: 'call' }>,
): Omit<Assignment, 'step' | 'start'> | null {
  if (call.callee.kind !== 'name' || call.callee.name !== 'memcpy') return null;
  const [to, from, length] = call.arguments.map(withoutCasts);
  if (to?.kind !== 'address' || from?.kind !== 'address' || length?.kind !== 'sizeof') return null;
  const [target, source] = [denoted(frame, to.operand), denoted(frame, from.operand)];
  if (target?.kind !== 'place' || source?.kind !== 'place') return null;
  const [own, other] = [to, from].map(({ operand }) => frame.context.types.resolve(typeAt(frame, operand)));
  const isSame = own!.base === '' || (own!.base === other!.base && own!.pointers === other!.pointers);
  const isRecord = other!.pointers === 0 && /^(?:struct|union) |@/.test(other!.base);
  if (!isSame || isRecord || other!.base === '' || own!.arrays + other!.arrays > 0) return null;
  const copied = measured(frame, length);
  if (copied?.base !== other!.base || copied.pointers !== other!.pointers || copied.arrays > 0) return null;
  return {
    target: target.path,
    value: from.operand,
    written: to.operand,
    narrow: null,
    doubt: null,
    certain: true,
    by: null,
  };
}

/** The type that sizeof measures; null when it is not known. A word that is no variable is one. */
function measured(frame: Frame, { type, operand }: Extract<Expression, { kind: 'sizeof' }>): CType | null {
  if (type) return frame.context.types.resolve(type);
  if (!operand) return null;
  const isWord = operand.kind === 'name' && !variableAt(frame, operand.name, operand.start);
  const word = isWord ? { base: operand.name, pointers: 0, arrays: 0, isFunction: false } : typeAt(frame, operand);
  return frame.context.types.resolve(word);
}

const NO_KEEPS: readonly Kept[] = [];

/** What the function called is known to store of its arguments. */
export function keepsOf(frame: Frame, call: Extract<Expression, { kind: 'call' }>): readonly Kept[] {
  if (call.callee.kind !== 'name') return [];
  return knownKeepers.get(call.callee.name) ?? frame.context.summaries.get(call.callee.name)?.keeps ?? NO_KEEPS;
}

function nameOf(call: Extract<Expression, { kind: 'call' }>): string {
  return call.callee.kind === 'name' ? call.callee.name : '';
}
