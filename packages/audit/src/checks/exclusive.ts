import { everyExpression, type Expression } from '@freehandle/c-source';
import { sourceText, type Frame, type Suspicion } from '../explore/frame.ts';
import { holdersOf, type State, type Trail } from '../explore/state.ts';
import type { Term } from '../terms/term.ts';

/** A bit that a condition asks for, and the word that it is in, as they are written. */
interface Bit {
  readonly word: string;
  readonly bit: string;
}

/** How sure it is that what was freed at `since`, known as `value` then, is what is used or freed now. */
export function sureness(frame: Frame, state: State, value: Term, since: Trail | null): Suspicion['severity'] {
  return needsTwoBits(frame, state, since) || isMovedOn(state, value, since) ? 'warning' : 'error';
}

/** Whether it was read from one of several places that a loop goes over, and the loop has come round since. */
function isMovedOn(state: State, value: Term, since: Trail | null): boolean {
  if (state.round <= (since?.round ?? state.round)) return false;
  const places = value.kind === 'load' ? [value.address] : holdersOf(state, value);
  return places.some(({ kind }) => kind === 'element' || kind === 'operation');
}

/**
 * Whether a path needs two bits of one word, one of them for what was done up to `since` and the other for what was done after
 * it: they may be set on different objects only.
 */
function needsTwoBits(frame: Frame, state: State, since: Trail | null): boolean {
  const after: Bit[] = [];
  const before: Bit[] = [];
  let isAfter = true;
  for (let at = state.trail; at; at = at.before) {
    isAfter &&= at !== since;
    const bit = at.when && at.condition ? bitOf(frame, at.condition) : null;
    if (bit) (isAfter ? after : before).push(bit);
  }
  return after.some((one) => before.some((other) => one.word === other.word && one.bit !== other.bit));
}

function bitOf(frame: Frame, condition: Expression): Bit | null {
  if (condition.kind !== 'binary' || condition.operator !== '&') return null;
  const { left, right } = condition;
  const isNamed = everyExpression(right).every(({ kind }) => kind !== 'member' && kind !== 'index');
  return isNamed ? { word: sourceText(frame, left), bit: sourceText(frame, right) } : null;
}
