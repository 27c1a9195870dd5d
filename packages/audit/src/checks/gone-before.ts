import { r12 } from '@freehandle/model';
import type { Frame } from '../explore/frame.ts';
import { goneObject, isBehindNull } from '../explore/release.ts';
import { variablesIn, type FreeEvent, type State } from '../explore/state.ts';
import type { Term } from '../terms/term.ts';
import { placeText } from '../terms/text.ts';
import { sureness } from './exclusive.ts';

/** What a function called frees is read from an object that was gone before. */
export function checkGone(
  frame: Frame,
  before: State,
  { free, at, name, offset }: { free: FreeEvent; at: Term; name: string; offset: number },
): void {
  const gone = goneObject(before, at);
  if (!gone || !free.family.traced || isBehindNull(gone.object)) return;
  const what = `\`${placeText(at, variablesIn(before))}\``;
  frame.suspect({
    rule: 'R12',
    severity: sureness(frame, before, gone.object, gone.trail),
    offset,
    about: gone.object,
    message: `${what} is read in ${name} after the object that holds it was freed; ${r12.message({ value: 'size or handle', container: 'it', lost: 'freed' })}`,
    trail: {
      before: { before: before.trail, offset, what: `${name} is called` },
      offset: free.offset,
      what: `${free.call} is given what the object held`,
    },
    from: gone.trail,
    key: `gone ${offset}`,
  });
}
