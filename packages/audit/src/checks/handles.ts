import { withoutCasts, type Expression } from '@freehandle/c-source';
import { rootName } from '../link/never-freed/uses.ts';
import { addressOf } from '../explore/evaluate.ts';
import type { Frame } from '../explore/frame.ts';
import { signsOf, type FreeEvent, type State } from '../explore/state.ts';
import { ZERO } from '../terms/sign.ts';
import { conversions } from '../kernel/conversions.ts';
import { holds, type Term } from '../terms/term.ts';
import { textOf } from '../terms/text.ts';
import { argumentFor } from './given-pointer.ts';

/** The handle of memory that the function did not allocate itself: what else is freed with it, and whether there is one left. */
export function checkHandle(frame: Frame, state: State, event: FreeEvent): void {
  const { handle, vaddr } = event;
  if (!handle || !event.family.traced || signsOf(state, vaddr) === ZERO) return;
  if (handle.kind === 'number') {
    if (handle.value === 0 && isSetTo0(frame, state, event) && isThere(state, vaddr))
      say(`the handle of \`${textOf(vaddr)}\` has been set to 0 when ${event.call} is given it`);
    return;
  }
  if (handle.kind === 'constant') return;
  if (handle.kind === 'pure' && conversions.has(handle.name) && holds(handle, vaddr)) {
    say(`\`${textOf(handle)}\` is given as the handle; what ${handle.name} gives is none, the allocation stored one`);
    return;
  }
  if (isOfOtherElement(event)) {
    say(
      `\`${textOf(handle)}\` is given as the handle of \`${textOf(vaddr)}\`, in every round the same; each element has its own`,
    );
    return;
  }
  for (const other of state.frees.values()) {
    if (other.handle !== handle || other.vaddr === vaddr || other.offset === event.offset) continue;
    say(
      `\`${textOf(handle)}\` is given as the handle of \`${textOf(vaddr)}\` and of \`${textOf(other.vaddr)}\`; a handle belongs to one buffer`,
    );
    return;
  }

  function say(message: string): void {
    const { offset, call } = event;
    const trail = { before: state.trail, offset, what: `${call} is given that handle` };
    frame.suspect({ rule: 'R10', severity: 'error', offset, message, trail, isLast: true });
  }
}

/** Whether the handle is that of a fixed element, and the address that of the element that a variable chooses. */
function isOfOtherElement(event: FreeEvent): boolean {
  const [own, other] = [argumentFor(event, 'vaddr'), argumentFor(event, 'handle')].map((one) => one && elementOf(one));
  if (own?.kind !== 'index' || other?.kind !== 'index') return false;
  return own.index.kind === 'name' && other.index.kind === 'number' && rootName(own.object) === rootName(other.object);
}

/** The element of an array that an expression names, or names a member of. */
function elementOf(expression: Expression): Expression {
  let at = withoutCasts(expression);
  while (at.kind === 'member' && !at.arrow) at = withoutCasts(at.object);
  return at;
}

/** The handle is read from a place that the function has set to 0, by itself or as a part of something. */
function isSetTo0(frame: Frame, state: State, event: FreeEvent): boolean {
  const given = argumentFor(event, 'handle');
  let place = given ? addressOf(frame, state, given) : null;
  while (place && !state.memory.has(place))
    place = place.kind === 'member' || place.kind === 'element' ? place.base : null;
  return place !== null && place.kind !== 'variable';
}

/** The path has tested that there is a buffer; an address worked out from a pointer is one. */
function isThere(state: State, vaddr: Term): boolean {
  return vaddr.kind === 'operation' || (signsOf(state, vaddr) & ZERO) === 0;
}
