import { r12, r5 } from '@freehandle/model';
import { subexpressions, type Expression } from '@freehandle/c-source';
import type { Step } from '@freehandle/provenance';
import { valueOf } from '../explore/evaluate.ts';
import { sourceText, type Frame, type Suspicion } from '../explore/frame.ts';
import { expressionsOf } from '../explore/names-ahead.ts';
import { goneObject } from '../explore/release.ts';
import { signsOf, type Resource, type State } from '../explore/state.ts';
import { uncheckedKey } from './evidence.ts';
import { checkNullOfHelper } from './ignored-result.ts';
import { ZERO } from '../terms/sign.ts';
import type { Term } from '../terms/term.ts';
import { objectOf } from '../terms/term.ts';
import { sureness } from './exclusive.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Follows of a pointer in a step: to memory that is gone, or of an allocation that may have failed. */
export function checkTouches(frame: Frame, state: State, step: Step): void {
  const holdsAny = state.gone.size > 0 || state.resources.size > 0;
  if (!holdsAny && !hasNull(state)) return;
  for (const { expression, pointer } of followsIn(step)) {
    const value = valueOf(frame, state, pointer);
    if (value.kind === 'number' && value.value === 0) checkNullOfHelper(frame, state, expression, pointer);
    else if (holdsAny) touch(expression, value);
  }

  function touch(expression: Expression, pointer: Term): void {
    const gone = goneObject(state, pointer);
    if (gone) {
      const text = sourceText(frame, expression);
      const freeing =
        step.kind === 'call' && step.call.callee.kind === 'name'
          ? frame.families.frees.get(step.call.callee.name)
          : undefined;
      const ofFree = freeing?.family.traced ?? false;
      frame.suspect({
        rule: ofFree ? 'R12' : 'S2',
        severity: sureness(frame, state, gone.object, gone.trail),
        offset: expression.start,
        message: ofFree
          ? `\`${text}\` is read after the object that holds it was freed; ${r12.message({ value: 'size or handle', container: 'it', lost: 'freed' })}`
          : `\`${text}\` is used after it was freed`,
        trail: { before: state.trail, offset: expression.start, what: `\`${text}\` is used` },
        from: gone.trail,
      });
      return;
    }
    const symbol = objectOf(pointer);
    const resource = state.resources.get(symbol);
    if (!resource?.family.traced || resource.status !== 'live') return;
    const signs = signsOf(state, symbol);
    if ((signs & ZERO) === 0) return;
    const text = sourceText(frame, expression);
    frame.suspect({
      rule: 'R5',
      ...uncheckedUse(frame, resource),
      severity: signs === ZERO ? 'error' : 'warning',
      offset: expression.start,
      message:
        signs === ZERO
          ? r5.message({ call: resource.call, used: 'pointer' })
          : `the result of ${resource.call} is used without a check for NULL`,
      trail: { before: state.trail, offset: expression.start, what: `\`${text}\` is used` },
      from: resource.trail,
    });
  }
}

/** Whether a function called has given 0. */
function hasNull({ results }: State): boolean {
  for (const value of results.values()) if (value.kind === 'number' && value.value === 0) return true;
  return false;
}

/** An expression that follows a pointer. */
interface Follow {
  readonly expression: Expression;
  readonly pointer: Expression;
}

const follows = new WeakMap<Step, readonly Follow[]>();

/** The expressions of a step that follow a pointer, in the order of the text. */
function followsIn(step: Step): readonly Follow[] {
  const known = follows.get(step);
  if (known) return known;
  const found: Follow[] = [];
  const walk = (expression: Expression, isAddress: boolean): void => {
    if (expression.kind === 'sizeof') return;
    // The operands of a call are the step before.
    if (expression.kind === 'call' && step.kind !== 'call') return;
    const pointer = followed(expression);
    if (pointer && !isAddress) found.push({ expression, pointer });
    for (const part of subexpressions(expression)) walk(part, expression.kind === 'address');
  };
  for (const expression of expressionsOf(step)) walk(expression, false);
  follows.set(step, found);
  return found;
}

/** Positions of the pointers that functions of the kernel follow at once. [6.1 include/linux/string.h, uaccess.h] */
const following: ReadonlyMap<string, readonly number[]> = new Map([
  ['memset', [0]],
  ['memzero_explicit', [0]],
  ['memcpy', [0, 1]],
  ['memmove', [0, 1]],
  ['memcmp', [0, 1]],
  ['copy_to_user', [1]],
  ['copy_from_user', [0]],
]);

/** Functions that read or write what they are given, of memory that is gone or may not be there. */
export function checkGiven(frame: Frame, state: State, at: Call, name: string, values: readonly Term[]): void {
  for (const position of following.get(name) ?? []) {
    const value = values[position];
    const given = at.arguments[position];
    if (!value || !given) continue;
    const text = sourceText(frame, given);
    const resource = state.resources.get(objectOf(value));
    if (resource?.status === 'live' && resource.family.traced && (signsOf(state, resource.symbol) & ZERO) !== 0)
      frame.suspect({
        rule: 'R5',
        ...uncheckedUse(frame, resource),
        severity: 'warning',
        offset: given.start,
        message: `the result of ${resource.call} is given to ${name} without a check for NULL`,
        trail: { before: state.trail, offset: at.start, what: `${name} uses \`${text}\`` },
      });
    const since = state.gone.get(value) ?? goneObject(state, value)?.trail;
    if (!since) continue;
    frame.suspect({
      rule: 'S2',
      severity: sureness(frame, state, value, since),
      offset: given.start,
      message: `\`${text}\` is given to ${name} after it was freed`,
      trail: { before: state.trail, offset: at.start, what: `${name} uses \`${text}\`` },
      from: since,
    });
  }
}

/** `IS_ERR` asked of what is NULL on failure: it never says that the allocation failed. */
export function checkErrorPointer(frame: Frame, state: State, at: Call, value: Term): void {
  const resource = state.resources.get(value);
  const allocator = resource?.family.allocators.find(({ name }) => name === resource.call);
  if (!resource?.family.traced || allocator?.failure === 'error-pointer') return;
  // Who gave it has tested it, and may have given an error pointer instead.
  if ((signsOf(state, value) & ZERO) === 0) return;
  frame.suspect({
    rule: 'R5',
    ...uncheckedUse(frame, resource),
    severity: 'warning',
    offset: at.start,
    message: `the result of ${resource.call} is asked for an error pointer; when it fails it is NULL, which is none`,
    trail: { before: state.trail, offset: at.start, what: `\`${sourceText(frame, at)}\` is false for NULL` },
  });
}

/** A mapping's error is asked of the handle of allocated memory, before anything is known of its pointer. */
export function checkAskedByHandle(frame: Frame, state: State, at: Call, name: string, resource: Resource): void {
  if (!resource.family.traced) return;
  frame.suspect({
    rule: 'R5',
    ...uncheckedUse(frame, resource),
    severity: 'warning',
    offset: at.start,
    message: `${name} is asked whether ${resource.call} has failed; when it fails it returns NULL, and stores no handle that says so`,
    trail: { before: state.trail, offset: at.start, what: `${name} is asked of the handle` },
    from: resource.trail,
  });
}

/** All uses in a function of what one call allocated are one mistake: the check that is missing. */
function uncheckedUse({ definition }: Frame, { site }: Resource): Pick<Suspicion, 'key' | 'isOneOfMany'> {
  return { key: uncheckedKey(definition.name, site), isOneOfMany: true };
}

/** The pointer that an expression follows. */
function followed(expression: Expression): Expression | null {
  if (expression.kind === 'member') return expression.arrow ? expression.object : null;
  if (expression.kind === 'dereference') return expression.operand;
  return expression.kind === 'index' ? expression.object : null;
}
