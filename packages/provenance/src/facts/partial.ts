import { look, type Frame } from '../flow/frame.ts';
import { reachesAvoiding } from '../flow/reach.ts';
import { reachableFrom } from '../flow/reaching.ts';
import { denoted } from '../paths/path-of.ts';
import { pathKey, type Path } from '../paths/path.ts';
import { nullTest } from './nullness.ts';
import type { Template } from './template.ts';

/** A step that puts an allocation's pointer in a place. */
interface Kept {
  readonly step: number;
  readonly forms: readonly Path[];
}

/** Marks the copies in `template` that the buffer of the allocation at `step` is kept without on some way. */
export function withPartial(frame: Frame, template: Template, step: number, kept: readonly Kept[]): Template {
  const isMissed = template.copied && !isAlwaysSet(frame, template.step, step, kept);
  return {
    ...template,
    doubt: template.doubt ?? (isMissed ? `${template.text} is not set on every way after the allocation` : null),
    leaves: template.leaves.map((leaf) => ({
      ...leaf,
      substitutes: leaf.substitutes.map((one) => withPartial(frame, one, step, kept)),
    })),
  };
}

/** Whether `store` comes before the allocation on every way, or wherever the pointer is kept for other functions. */
function isAlwaysSet(frame: Frame, store: number, allocation: number, kept: readonly Kept[]): boolean {
  if (store === allocation || !reachesAvoiding(frame, 0, allocation, store)) return true;
  const isMet = (step: number) =>
    step === store || reachableFrom(frame, step).has(store) || reachableFrom(frame, store).has(step);
  const isMember = (path: Path | undefined) => path && (path.steps.length > 0 || path.root.kind === 'global');
  const members = kept.filter((one) => isMember(one.forms[0]) && isMet(one.step));
  const keys = new Set(kept.flatMap((one) => one.forms.slice(0, 1).map(pathKey)));
  return (members.length > 0 ? members.map((one) => one.step) : [allocation]).every(
    (start) =>
      (start !== allocation && !reachesAvoiding(frame, allocation, start, store)) ||
      isAlwaysPassed(frame, start, store, keys),
  );
}

/** Whether every way from `start` to the end passes `store`, but for those on which the pointer is NULL or freed. */
function isAlwaysPassed(frame: Frame, start: number, store: number, keys: ReadonlySet<string>): boolean {
  const seen = new Set<number>([store]);
  const pending = [start];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    look(frame);
    seen.add(id);
    const step = frame.flow.steps[id]!;
    if (step.kind === 'exit') return false;
    if (
      step.kind === 'call' &&
      step.call.callee.kind === 'name' &&
      step.call.callee.name === frame.context.api.free.name
    )
      continue;
    const kept =
      step.kind === 'branch'
        ? nullTest(step.condition, (tested) => {
            const place = denoted(frame, tested);
            return place?.kind === 'place' && keys.has(pathKey(place.path));
          })
        : null;
    for (const edge of step.next) if (kept === null || edge.when === kept) pending.push(edge.to);
  }
  return true;
}
