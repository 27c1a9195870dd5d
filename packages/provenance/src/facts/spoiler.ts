import { mayOverlap, stepsAfter, type Path } from '../paths/path.ts';
import type { Event } from './facts.ts';

/** The first event that changes or releases what one of the forms names; `called` events only name the member. */
export function spoiler(events: readonly Event[], forms: readonly Path[]): Event | null {
  let called: Event | null = null;
  for (const event of events) {
    for (const form of forms) {
      const last = form.steps[form.steps.length - 1];
      if (event.kind === 'called') {
        if (last?.kind === 'member' && event.members.includes(last.name)) called ??= event;
        continue;
      }
      for (const place of event.forms) {
        if (
          event.kind === 'store' ? mayOverlap(place, form) || isProper(place, form) : stepsAfter(place, form) !== null
        )
          return event;
      }
    }
  }
  return called;
}

function isProper(outer: Path, inner: Path): boolean {
  const rest = stepsAfter(outer, inner);
  return rest !== null && rest.length > 0;
}
