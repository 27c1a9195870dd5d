import type { Frame } from '../explore/frame.ts';
import { holdersOf, isLocal, signsOf, type FreeEvent, type State } from '../explore/state.ts';
import { objectOf, type Term } from '../terms/term.ts';
import { placeText } from '../terms/text.ts';
import { ZERO } from '../terms/sign.ts';
import { endingOf } from './evidence.ts';

/**
 * What a driver's end frees on its way to success and not where it gives up on an error: it is called once, and what it returns
 * changes nothing. [6.1 drivers/base/dd.c, drivers/base/platform.c]
 */
export function checkEarlyEnd(frame: Frame, exits: readonly State[]): void {
  const good = exits.filter((state) => endingOf(state, frame.definition) === 'succeeded');
  const freed = new Map<FreeEvent['vaddr'], FreeEvent>();
  for (const { frees } of good) for (const [vaddr, event] of frees) if (event.family.traced) freed.set(vaddr, event);
  for (const state of exits) {
    if (endingOf(state, frame.definition) !== 'failed' || state.frees.size > 0 || state.returnedAt < 0) continue;
    for (const [vaddr, event] of freed) {
      if (vaddr.kind !== 'load' || objectOf(vaddr.address).kind === 'variable' || isGoneOrGiven(state, event)) continue;
      const text = placeText(vaddr.address);
      frame.suspect({
        rule: 'R7',
        severity: 'warning',
        offset: state.returnedAt,
        message: `\`${text}\` is not freed when ${frame.definition.name} gives up: it is not called again, and what it returns changes nothing; ${event.call} is missing on this way`,
        trail: { before: state.trail, offset: state.returnedAt, what: 'it ends here without a free' },
        key: `early ${state.returnedAt}`,
      });
      return;
    }
  }
}

function isGoneOrGiven(state: State, { vaddr }: FreeEvent): boolean {
  if (state.gone.has(vaddr) || isNull(state, vaddr)) return true;
  return holdersOf(state, vaddr).some((place) => !isLocal(place) && vaddr.kind === 'load' && place !== vaddr.address);
}

/** Whether what is read there is NULL, or something on the way to it. */
function isNull(state: State, term: Term): boolean {
  return signsOf(state, term) === ZERO || (term.kind === 'load' && isNull(state, objectOf(term.address)));
}
