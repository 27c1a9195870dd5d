import type { Frame } from '../explore/frame.ts';
import { holdersOf, isLocal, signsOf, type Resource, type State } from '../explore/state.ts';
import { ZERO } from '../terms/sign.ts';
import { objectOf, type Term } from '../terms/term.ts';
import { lastName } from '../explore/state.ts';
import { placeText } from '../terms/text.ts';

/** Whether the path has found the handle to be 0, or another member of the object that is tested along with the pointer. */
function isLeftOver(state: State, address: Term, { handlePlace }: Resource): boolean {
  for (const [term, signs] of state.facts) {
    if (signs !== ZERO || term.kind !== 'load' || term.address === address) continue;
    const place = term.address;
    if (place === handlePlace) return true;
    if (place.kind === 'member' && address.kind === 'member' && place.base === address.base) return true;
  }
  return false;
}

/** A new buffer is put in a place that, as the path has tested, still holds one that was not freed. */
export function checkReplaced(
  frame: Frame,
  state: State,
  { address, before, by, offset }: { address: Term; before: Term; by: Resource; offset: number },
): void {
  if (before.kind !== 'load' || before.address !== address || !by.family.traced || by.family.managed) return;
  if ((signsOf(state, before) & ZERO) !== 0 || !state.facts.has(before)) return;
  if (state.gone.has(before) || state.given.has(before)) return;
  // Its handle, or what is allocated with it, is not there: the pointer is what is left of an earlier failure.
  if (isLeftOver(state, address, by)) return;
  // The old one is still known under another name.
  if (holdersOf(state, before).some((place) => place !== address && !isLocal(place))) return;
  if (holdersOf(state, before).some((place) => place !== address && lastName(place) !== null)) return;
  // The old one was linked to the new one: it is the tail of a list that moves on.
  for (const [place, value] of state.memory) if (value === by.symbol && objectOf(place) === before) return;
  const text = placeText(address);
  frame.suspect({
    rule: 'R7',
    severity: 'error',
    offset,
    message: `\`${text}\` holds a buffer that is not freed when ${by.call} gives it another; the old one is lost`,
    trail: { before: state.trail, offset, what: `\`${text}\` is given the new buffer` },
  });
}
