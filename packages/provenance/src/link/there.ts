import { spoiler } from '../facts/spoiler.ts';
import type { AllocationFact, Event, FreeFact } from '../facts/facts.ts';
import { endOf } from '../facts/store-facts.ts';
import type { Leaf, Template } from '../facts/template.ts';
import { extend, pathText, type Path } from '../paths/path.ts';
import type { Alignment } from './align.ts';
import type { LinkedFacts } from './index-facts.ts';
import { mutationOf, overlaidStore } from './mutation.ts';
import { overwrittenWith } from './overwritten.ts';
import { deviceDoubt } from './shared-memory.ts';
import { writtenAs, type Written } from './written.ts';

/** What is needed to write a template at a free. */
export interface There {
  readonly free: FreeFact;
  readonly allocation: AllocationFact;
  readonly alignments: readonly Alignment[];
  readonly linked: LinkedFacts;
  /** Whether it is the handle that is written. */
  readonly isHandle: boolean;
  /** Take what is written even where it may have changed, rather than another way to say it. */
  readonly asWritten: boolean;
}

/** Whether the root of a path has a name in the function of the free, for the same thing. */
export function canName(there: There, path: Path): boolean {
  const { free, allocation, linked } = there;
  if (path.root.kind === 'variable') return free.visible.some((variable) => variable.name === path.root.name);
  if (path.root.kind === 'call') return false;
  if (free.visible.some((variable) => variable.name === path.root.name)) return false;
  return free.file === allocation.file || linked.shared.has(path.root.name);
}

/** Whether a leaf is all of its template. */
export function isWhole(template: Template, leaf: Leaf): boolean {
  return leaf.start === 0 && leaf.end === template.text.length;
}

/** A leaf written as a path, with what came between its allocation and the free. */
export function read(there: There, template: Template, leaf: Leaf, path: Path): Written {
  const written = { ...writtenAs(template, pathText(path)), doubt: isWhole(template, leaf) ? template.doubt : null };
  if (leaf.typeOnly) return written;
  const end = endOf(path);
  return {
    ...written,
    doubt: written.doubt ?? deviceDoubt(there.linked, there.free, path),
    reads: end ? [end] : [],
    spoilt: spoiler(eventsAgainst(there, template), [path]) ?? holderReleased(there.free, path),
    mutated: mutationOf(there.linked, there.free, there.allocation, leaf, path, there.isHandle),
    overlaid: overlaidStore(there.linked, there.allocation, leaf),
    overwritten: overwrittenWith(there.linked, there.free, there.allocation, leaf),
  };
}

/** The events before the free but for the one by which the template's place got its value. */
function eventsAgainst({ free, allocation }: There, template: Template): readonly Event[] {
  const isHere = free.file === allocation.file && free.function === allocation.function;
  if (!isHere) return free.before;
  return free.before.filter((event) => event.step !== template.step || !event.goesWith.includes(allocation.step));
}

/** What releases or zeroes the object that `path` is in, under another name of it. */
function holderReleased(free: FreeFact, path: Path): Event | null {
  const [first, ...rest] = path.steps;
  if (path.root.kind !== 'variable' || first?.kind !== 'dereference') return null;
  const { root } = path;
  const inner = rest.findIndex((step) => step.kind === 'dereference');
  const own = inner < 0 ? rest : rest.slice(0, inner);
  const holders = free.within
    .filter((one) => free.visible.some((v) => v.id === one.id && v.name === root.name))
    .flatMap((one) => one.forms.map((form) => extend(form, own)));
  return spoiler(
    free.before.filter((event) => event.kind === 'freed' || event.kind === 'zeroed'),
    holders,
  );
}
