import type { Frame } from '../flow/frame.ts';
import { reachesAvoiding } from '../flow/reach.ts';
import { effectOn, reachableFrom } from '../flow/reaching.ts';
import { denoted } from '../paths/path-of.ts';
import { pathKey, type Path } from '../paths/path.ts';
import { aliveAfter } from './alive.ts';
import { rewrittenAfter } from './rewritten-after.ts';
import type { Template } from './template.ts';

/** The exit's step. */
const EXIT = 1;

/** A step that puts an allocation's pointer in a place. */
interface Kept {
  readonly step: number;
  readonly forms: readonly Path[];
}

/**
 * The template as it is once the allocation at `step` has gone well: copies that the buffer is kept without on some way
 * are marked, and stores that only follow where it failed or was freed do not count.
 */
export function withPartial(frame: Frame, template: Template, step: number, kept: readonly Kept[]): Template {
  const keys = new Set(kept.flatMap((one) => one.forms.slice(0, 1).map(pathKey)));
  const alive = isOneBuffer(frame, step, kept)
    ? aliveAfter(frame, step, new Set([step]), named(frame, keys))
    : reachableFrom(frame, step);
  return once(frame, template, { step, kept, keys, alive });
}

/** Whether each new buffer of the allocation at `step` takes the place of the one before: not another element in each round of a loop. */
function isOneBuffer(frame: Frame, step: number, kept: readonly Kept[]): boolean {
  const after = reachableFrom(frame, step);
  if (!after.has(step)) return true;
  const isSet = (path: Path) =>
    frame.flow.steps.some((one) => after.has(one.id) && effectOn(frame, one, path)?.certain === true);
  return kept.every(({ forms }) =>
    forms.every(
      ({ root, steps }) =>
        !steps.some((one) => one.kind === 'index') && (steps.length === 0 || !isSet({ root, steps: [] })),
    ),
  );
}

function named(frame: Frame, keys: ReadonlySet<string>): Parameters<typeof aliveAfter>[3] {
  return (expression) => {
    const place = denoted(frame, expression);
    return place?.kind === 'place' && keys.has(pathKey(place.path));
  };
}

interface Allocated {
  readonly step: number;
  readonly kept: readonly Kept[];
  /** The places that hold the pointer. */
  readonly keys: ReadonlySet<string>;
  readonly alive: ReadonlySet<number>;
}

function once(frame: Frame, template: Template, allocated: Allocated): Template {
  const isMissed = template.copied && !isAlwaysSet(frame, template.step, allocated);
  const isAfter = template.step === allocated.step || allocated.alive.has(template.step);
  return {
    ...template,
    doubt: template.doubt ?? (isMissed ? `${template.text} is not set on every way after the allocation` : null),
    leaves: template.leaves.map((leaf) => {
      const [form] = leaf.forms;
      const isCounted = leaf.rewritten !== null && form !== undefined && isAfter;
      return {
        ...leaf,
        rewritten: isCounted ? rewrittenAfter(frame, form, template.step, allocated.alive) : leaf.rewritten,
        substitutes: leaf.substitutes.map((one) => once(frame, one, allocated)),
      };
    }),
  };
}

/** Whether `store` comes before the allocation on every way, or wherever the pointer is kept for other functions. */
function isAlwaysSet(frame: Frame, store: number, { step: allocation, kept, keys }: Allocated): boolean {
  if (store === allocation || !reachesAvoiding(frame, 0, allocation, store)) return true;
  const isMet = (step: number) =>
    step === store || reachableFrom(frame, step).has(store) || reachableFrom(frame, store).has(step);
  const isMember = (path: Path | undefined) => path && (path.steps.length > 0 || path.root.kind === 'global');
  const members = kept.filter((one) => isMember(one.forms[0]) && isMet(one.step));
  return (members.length > 0 ? members.map((one) => one.step) : [allocation]).every(
    (start) =>
      start === store ||
      (start !== allocation && !reachesAvoiding(frame, allocation, start, store)) ||
      !aliveAfter(frame, start, new Set([allocation, store]), named(frame, keys)).has(EXIT),
  );
}
