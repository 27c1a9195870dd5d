import { formsOf } from '../flow/canonical.ts';
import { look, type Frame } from '../flow/frame.ts';
import { originsOf } from '../flow/origins.ts';
import { reachesAvoiding, reachesUndisturbed } from '../flow/reach.ts';
import type { Step } from '../flow/step.ts';
import { denoted, target, textOf } from '../paths/path-of.ts';
import { mayOverlap, namesMember, pathText, type Path } from '../paths/path.ts';
import { overwritingCalls, puttingCalls, releasingCalls } from '../vocabulary.ts';
import { allocationOf } from './allocation-call.ts';
import { lineOf } from './line-of.ts';
import type { Event } from './facts.ts';
import { goesWith, renewalsOf, renewedAfter } from './renewals.ts';

interface Found {
  readonly kind: Event['kind'];
  readonly path: Path | null;
  readonly members: readonly string[];
  readonly what: string;
}

/** What may happen in the function before step `at`, which frees what `freed` holds, to places other than plain locals. */
export function eventsBefore(frame: Frame, at: number, freed: Path | null): Event[] {
  const renewals = freed ? renewalsOf(frame, freed, at) : [];
  return frame.flow.steps.flatMap((step) => {
    look(frame);
    if (step.id === at) return [];
    return eventsOf(frame, step, freed)
      .filter((event) => event.kind !== 'allocated' || !isTakenOver(frame, step, at, freed))
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
        renewed: freed && renewedAfter(frame, step.id, event.path, at, freed, renewals),
        goesWith: event.kind === 'store' ? goesWith(frame, step.id, at, renewals) : [],
      }));
  });
}

/** Whether every way from the allocation at `step` to `at` stores its pointer in the freed place: then its handle is the right one. */
function isTakenOver(frame: Frame, step: Step, at: number, freed: Path | null): boolean {
  const allocation = step.kind === 'call' ? allocationOf(frame, step.call) : null;
  if (!allocation || !freed) return false;
  const isFreed = (path: Path, when: number): boolean => {
    const own = formsOf(frame, freed, at);
    return formsOf(frame, path, when).some((form) => own.some((one) => mayOverlap(one, form)));
  };
  if (allocation.pointer) return isFreed(allocation.pointer, step.id);
  return frame.flow.steps.some((other) => {
    if (other.kind !== 'define' || other.operator !== '=' || !other.value) return false;
    const place = denoted(frame, other.target);
    if (place?.kind !== 'place' || !isFreed(place.path, other.id)) return false;
    const origins = originsOf(frame, other.value, other.id);
    const isOwn = origins.some((origin) => origin.kind === 'allocation' && origin.call === allocation.call.start);
    return isOwn && !reachesAvoiding(frame, step.id, at, other.id);
  });
}

function eventsOf(frame: Frame, step: Step, freed: Path | null): Found[] {
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
  const [part] = puttingCalls.has(name) ? step.call.arguments : [];
  const counted = part ? denoted(frame, part) : null;
  if (counted?.kind === 'address' && counted.path.steps.at(-1)?.kind === 'member') {
    const path = { root: counted.path.root, steps: counted.path.steps.slice(0, -1) };
    found.push({ kind: 'freed', path, members: [], what: textOf(frame, step.call) });
  }
  if (overwritingCalls.has(name))
    found.push({ kind: 'zeroed', path: pointedBy(0), members: [], what: textOf(frame, step.call) });
  const allocation = allocationOf(frame, step.call);
  if (allocation?.handle) {
    const what = `${pathText(allocation.handle)} receives the handle of another allocation`;
    found.push({ kind: 'allocated', path: allocation.handle, members: [], what });
  }
  const summary = frame.context.summaries.get(name);
  if (summary) {
    for (const position of summary.releases)
      found.push({ kind: 'freed', path: pointedBy(position), members: [], what: textOf(frame, step.call) });
    // A function that gives the freed place a new buffer gives it the handle that goes with it.
    const isRenewed = namesMember(
      summary.pointers,
      freed?.steps.findLast((one) => one.kind === 'member'),
    );
    const members = [
      ...[...summary.stores.values()].flatMap((names) => [...names]),
      ...(isRenewed ? [] : summary.handles),
    ];
    if (members.length > 0) found.push({ kind: 'called', path: null, members, what: textOf(frame, step.call) });
  }
  return found.filter((event) => event.path !== null || event.kind === 'called');
}
