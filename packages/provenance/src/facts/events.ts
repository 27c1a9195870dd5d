import { formsOf } from '../flow/canonical.ts';
import { look, type Frame } from '../flow/frame.ts';
import { reachesUndisturbed } from '../flow/reach.ts';
import type { Step } from '../flow/step.ts';
import { denoted, target, textOf } from '../paths/path-of.ts';
import { pathText, type Path } from '../paths/path.ts';
import { overwritingCalls, releasingCalls } from '../vocabulary.ts';
import { lineOf } from './build-template.ts';
import type { Event } from './facts.ts';

interface Found {
  readonly kind: Event['kind'];
  readonly path: Path | null;
  readonly members: readonly string[];
  readonly what: string;
}

/** What may happen in the function before step `at` to places other than plain locals. */
export function eventsBefore(frame: Frame, at: number): Event[] {
  return frame.flow.steps.flatMap((step) => {
    look(frame);
    if (step.id === at) return [];
    return eventsOf(frame, step)
      .filter((event) =>
        reachesUndisturbed(frame, event.path ?? { root: { kind: 'global', name: '' }, steps: [] }, step.id, at),
      )
      .map((event) => ({
        step: step.id,
        kind: event.kind,
        forms: event.path ? formsOf(frame, event.path, step.id) : [],
        members: event.members,
        line: lineOf(frame, step.span.start),
        what: event.what,
      }));
  });
}

function eventsOf(frame: Frame, step: Step): Found[] {
  if (step.kind === 'define') {
    const place = denoted(frame, step.target);
    if (place?.kind !== 'place' || (place.path.root.kind === 'variable' && place.path.steps.length === 0)) return [];
    return [{ kind: 'store', path: place.path, members: [], what: `${pathText(place.path)} is stored to` }];
  }
  if (step.kind !== 'call' || step.call.callee.kind !== 'name') return [];
  const name = step.call.callee.name;
  const found: Found[] = [];
  const pointedBy = (position: number): Path | null => {
    const argument = step.call.arguments[position];
    const pointer = argument && denoted(frame, argument);
    return pointer ? target(pointer) : null;
  };
  const api = frame.context.api.free;
  const isFree = name === api.name;
  const released = isFree ? api.arguments.indexOf('vaddr') : releasingCalls.get(name);
  if (released !== undefined)
    found.push({ kind: 'freed', path: pointedBy(released), members: [], what: textOf(frame, step.call) });
  if (overwritingCalls.has(name))
    found.push({ kind: 'zeroed', path: pointedBy(0), members: [], what: textOf(frame, step.call) });
  const summary = frame.context.summaries.get(name);
  if (summary) {
    for (const position of summary.releases)
      found.push({ kind: 'freed', path: pointedBy(position), members: [], what: textOf(frame, step.call) });
    if (summary.stores.size > 0)
      found.push({ kind: 'called', path: null, members: [...summary.stores], what: textOf(frame, step.call) });
  }
  return found.filter((event) => event.path !== null || event.kind === 'called');
}
