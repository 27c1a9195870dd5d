import { subexpressions, withoutCasts, type CType, type Expression } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { isOnlyRead } from '../flow/reaching.ts';
import type { Step } from '../flow/step.ts';
import { denoted, textOf, typeAt } from '../paths/path-of.ts';
import { extend, mayOverlap, pathKey, type Path } from '../paths/path.ts';
import { isPureCall } from '../vocabulary.ts';
import { onlyReadsElements } from './reads-elements.ts';
import { allocationOf } from './allocation-call.ts';

/** A place whose address is given to something that is not followed: from then on it may be stored to. */
export interface Lent {
  readonly path: Path;
  readonly what: string;
  /** The address outlives the step: it may be used at any time. */
  readonly isKept: boolean;
}

/** What most steps give away. */
const NOTHING: readonly Lent[] = [];

/** The places of one value each whose address the step gives away. */
export function lentAt(frame: Frame, step: Step): readonly Lent[] {
  if (step.kind === 'call') return isAllocating(frame, step) ? NOTHING : passed(frame, step.call);
  if (step.kind === 'return') return step.value ? kept(frame, step.value, () => `is returned`) : NOTHING;
  if (step.kind !== 'define') return NOTHING;
  const target = denoted(frame, step.target);
  if (!target) return storedThrough(frame, step.target);
  if (step.operator !== '=' || !step.value) return NOTHING;
  const lent = kept(frame, step.value, () => `is kept in ${textOf(frame, step.target)}`);
  return lent.length > 0 && isOwn(frame, target.path) ? lent.map((one) => ({ ...one, isKept: false })) : lent;
}

/** Whether it is a variable of this run of the function, or a part of one. */
function isOwn(frame: Frame, { root, steps }: Path): boolean {
  const variable = root.kind === 'variable' ? frame.flow.variables[root.id] : undefined;
  return variable !== undefined && variable.kind !== 'static' && !steps.some((step) => step.kind === 'dereference');
}

/** The places whose addresses are taken in what is stored to: `((u16 *)&p->len)[1] = 0`. */
function storedThrough(frame: Frame, target: Expression): readonly Lent[] {
  const path = addressIn(frame, target);
  if (path) return [{ path, what: `${lastName(path)} is stored to`, isKept: false }];
  const parts = subexpressions(target);
  return parts.length === 0 ? NOTHING : parts.flatMap((part) => storedThrough(frame, part));
}

function passed(frame: Frame, call: Extract<Expression, { kind: 'call' }>): readonly Lent[] {
  if (!call.arguments.some((argument) => mayLead(withoutCasts(argument)))) return NOTHING;
  const name = call.callee.kind === 'name' ? `${call.callee.name}()` : textOf(frame, call.callee);
  // `ARRAY_SIZE(ring->buffers)` is given no address.
  const isPlain = call.callee.kind === 'name' && isPureCall(call.callee.name);
  return call.arguments.flatMap((argument, position): Lent[] => {
    const path = addressIn(frame, argument) ?? (isPlain ? null : elementsOf(frame, argument));
    if (!path || isOnlyRead(frame, call, position)) return [];
    if (isElements(path) && onlyReadsElements(frame, name.slice(0, -2), position)) return [];
    return [{ path, what: `${name} is given the address of ${lastName(path)}`, isKept: false }];
  });
}

function kept(frame: Frame, value: Expression, where: () => string): readonly Lent[] {
  const bare = withoutCasts(value);
  if (bare.kind === 'initializer') return bare.items.flatMap((item) => kept(frame, item.value, where));
  const path = addressIn(frame, bare) ?? elementsOf(frame, bare);
  return path ? [{ path, what: `the address of ${lastName(path)} ${where()}`, isKept: true }] : NOTHING;
}

function mayLead({ kind }: Expression): boolean {
  return kind === 'address' || kind === 'member' || kind === 'name';
}

/** The elements of an array of values that is named whole, which is its address. */
function elementsOf(frame: Frame, expression: Expression): Path | null {
  const bare = withoutCasts(expression);
  if (bare.kind !== 'member' && bare.kind !== 'name') return null;
  const type = frame.context.types.resolve(typeAt(frame, bare));
  if (type.arrays !== 1 || !isValue({ ...type, arrays: 0 })) return null;
  const path = denoted(frame, bare)?.path;
  const isNamed = path?.root.kind === 'global' || path?.steps.some((step) => step.kind === 'dereference');
  return path && isNamed ? extend(path, [{ kind: 'index', text: ANY, index: null }]) : null;
}

/** The index of whichever element. */
const ANY = '';

function isElements({ steps }: Path): boolean {
  const last = steps.at(-1);
  return last?.kind === 'index' && last.text === ANY;
}

/** Whether what is given away may be the place, or hold it. */
export function isLent({ path }: Lent, place: Path): boolean {
  return pathKey(path) === pathKey(place) || (isElements(path) && mayOverlap(path, place));
}

/** The place of which the expression is the address, when it holds one value. */
function addressIn(frame: Frame, expression: Expression): Path | null {
  const bare = withoutCasts(expression);
  if (bare.kind !== 'address') return null;
  const place = denoted(frame, bare.operand);
  if (place?.kind !== 'place') return null;
  const last = place.path.steps.at(-1);
  const isNamed = place.path.root.kind === 'global' || place.path.steps.some((step) => step.kind === 'dereference');
  if (!isNamed || last?.kind === 'dereference') return null;
  return isValue(frame.context.types.resolve(typeAt(frame, bare.operand))) ? place.path : null;
}

const RECORD = /^(?:struct|union) |_t$|^$/;
const NUMBER_TYPE = /^(?:s?size|dma_addr|phys_addr|loff|u?int(?:8|16|32|64)|ulong|resource_size|gfp)_t$/;

/** Whether a value of the type is a number or a pointer; what is only known by a name of its own need not be. */
export function isValue(type: CType): boolean {
  if (type.isFunction || type.arrays > 0) return false;
  return type.pointers > 0 || type.base === '' || NUMBER_TYPE.test(type.base) || !RECORD.test(type.base);
}

/** Whether the call allocates, itself or by a function of the file: then the address is that of its own handle. */
function isAllocating(frame: Frame, { call }: Extract<Step, { kind: 'call' }>): boolean {
  if (allocationOf(frame, call)) return true;
  const summary = call.callee.kind === 'name' ? frame.context.summaries.get(call.callee.name) : undefined;
  return summary !== undefined && (summary.pointers.size > 0 || summary.allocates !== null);
}

function lastName(path: Path): string {
  const last = path.steps.findLast((step) => step.kind === 'member');
  return last?.kind === 'member' ? last.name : path.root.name;
}
