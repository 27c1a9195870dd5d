import { formsOf } from '../flow/canonical.ts';
import { look, type Frame } from '../flow/frame.ts';
import { disturbedBetween } from '../flow/reach.ts';
import { reachableFrom } from '../flow/reaching.ts';
import { blockOf, denoted } from '../paths/path-of.ts';
import { pathKey, type Path } from '../paths/path.ts';
import { nullTest } from './null-test.ts';

/** A call of the API's free of a member. */
export interface Release {
  readonly step: number;
  readonly pointer: Path;
  /** The pointer's member. */
  readonly member: string;
}

/**
 * The members of the object stored to whose buffers are gone when a store is made: on every way to it each was freed, or
 * found to be NULL. What the object then says of the size of such a buffer says nothing of one that is in use. `all` are the
 * releases of the function.
 */
export function releasedBefore(frame: Frame, step: number, stored: Path, all: readonly Release[]): string[] {
  const releases = all.filter((one) => reachableFrom(frame, one.step).has(step));
  if (releases.length === 0) return [];
  const objects = formsOf(frame, stored, step).flatMap((form) => objectOf(form) ?? []);
  const keys = new Set(objects.map(pathKey));
  const own = releases.filter(({ pointer, step: at }) =>
    formsOf(frame, pointer, at).some((form) => {
      const object = objectOf(form);
      return object !== null && keys.has(pathKey(object)) && disturbedBetween(frame, object, at, step) === null;
    }),
  );
  return [...new Set(own.map((one) => one.member))].filter((member) =>
    isOver(
      frame,
      step,
      own.filter((one) => one.member === member),
    ),
  );
}

/**
 * The members that may still have an old buffer when the store at `step` is made, which is freed later, but not on every
 * way on which the function ends: where the new allocation fails, it stays, with what the object says of the new one.
 * `all` are the releases of the function.
 */
export function storedAhead(frame: Frame, step: number, all: readonly Release[]): string[] {
  const releases = all.filter((one) => reachableFrom(frame, step).has(one.step));
  if (releases.length === 0) return [];
  const members = [...new Set(releases.map((one) => one.member))];
  return members.filter((member) => {
    const ends = new Set(releases.filter((one) => one.member === member).map((one) => one.step));
    const isEnd = (at: number): boolean => ends.has(at) || isNewPointer(frame, at, member);
    return reaches(frame, step, 0, 'previous', isEnd) && reaches(frame, step, 1, 'next', isEnd);
  });
}

/** Whether a way leads from one step to the other, forward or backward, past none that `isEnd`. */
function reaches(
  frame: Frame,
  from: number,
  to: number,
  along: 'next' | 'previous',
  isEnd: (step: number) => boolean,
): boolean {
  const seen = new Set<number>();
  const pending = [from];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    look(frame);
    for (const edge of frame.flow.steps[at]![along]) {
      if (edge.to === to) return true;
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      if (!isEnd(edge.to)) pending.push(edge.to);
    }
  }
  return false;
}

function isNewPointer(frame: Frame, step: number, member: string): boolean {
  const own = frame.flow.steps[step]!;
  const place = own.kind === 'define' ? denoted(frame, own.target) : null;
  const last = place?.path.steps.at(-1);
  return last?.kind === 'member' && last.name === member;
}

/** Whether every way to `step` passes one of the releases, or a test that finds its pointer NULL. */
function isOver(frame: Frame, step: number, releases: readonly Release[]): boolean {
  const ends = new Set(releases.map((one) => one.step));
  const pointers = new Set(releases.map((one) => pathKey(one.pointer)));
  const seen = new Set<number>();
  const pending = [step];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at) || ends.has(at)) continue;
    look(frame);
    seen.add(at);
    const { kind, previous } = frame.flow.steps[at]!;
    if (kind === 'entry') return false;
    for (const edge of previous) {
      const before = frame.flow.steps[edge.to]!;
      if (before.kind === 'branch' && edge.when !== null) {
        const isPointer = nullTest(before.condition, (tested) => {
          const place = denoted(frame, tested);
          return place?.kind === 'place' && pointers.has(pathKey(place.path));
        });
        if (isPointer !== null && isPointer !== edge.when) continue;
      }
      pending.push(before.id);
    }
  }
  return true;
}

/** The calls of the API's free of a member, in a function. */
export function releasesOf(frame: Frame): Release[] {
  const { name, arguments: roles } = frame.context.api.free;
  const found: Release[] = [];
  for (const step of frame.calls) {
    if (step.call.callee.kind !== 'name' || step.call.callee.name !== name) continue;
    const freed = step.call.arguments[roles.indexOf('vaddr')];
    const place = freed && denoted(frame, blockOf(freed));
    if (place?.kind !== 'place') continue;
    const last = place.path.steps.at(-1);
    if (last?.kind === 'member') found.push({ step: step.id, pointer: place.path, member: last.name });
  }
  return found;
}

/** The object that the path's last step names a member of. */
function objectOf(path: Path): Path | null {
  return path.steps.at(-1)?.kind === 'member' ? { root: path.root, steps: path.steps.slice(0, -1) } : null;
}
