import { mayOverlap, namesMember, pathKey, stepsAfter, type Path } from '../paths/path.ts';
import type { Event } from './facts.ts';

/**
 * The first event that changes or releases what one of the forms names, else the first that may: calls, of which only
 * the member is known, and what comes before an allocation that is not made on every way.
 */
export function spoiler(events: readonly Event[], forms: readonly Path[]): Event | null {
  let lesser: Event | null = null;
  for (const event of events) {
    if (event.renewed === 'every') continue;
    for (const form of forms) {
      const last = form.steps[form.steps.length - 1];
      if (event.kind === 'called') {
        if (namesMember(event.members, last)) lesser ??= event;
        continue;
      }
      for (const place of event.forms) {
        if (!isHit(event.kind, place, form)) continue;
        if (event.renewed === null) return event;
        lesser ??= event;
      }
    }
  }
  return lesser;
}

function isHit(kind: Event['kind'], place: Path, form: Path): boolean {
  if (kind === 'store') return mayOverlap(place, form) || isProper(place, form);
  // Under another index it is the handle of another element.
  if (kind === 'allocated') return pathKey(place) === pathKey(form);
  return stepsAfter(place, form) !== null;
}

function isProper(outer: Path, inner: Path): boolean {
  const rest = stepsAfter(outer, inner);
  return rest !== null && rest.length > 0;
}

/** Whether the event leaves room for doubt only. */
export function isDoubtful(event: Event): boolean {
  return event.kind === 'called' || event.renewed !== null;
}
