import { formsOf } from '../flow/canonical.ts';
import type { Frame } from '../flow/frame.ts';
import { disturbedBetween, isVisible, reachesAvoiding } from '../flow/reach.ts';
import { changedBetween } from '../flow/changed.ts';
import { reachableFrom, reachingDefinitions } from '../flow/reaching.ts';
import { withinOf } from '../flow/within.ts';
import { extend, pathText, type Path } from '../paths/path.ts';
import { lineOf } from './line-of.ts';
import { spoiler } from './spoiler.ts';
import { strangersBetween } from './strangers.ts';
import type { Event, FreeFact, Missing, Reads, Rendered } from './facts.ts';
import type { Leaf, Template } from './template.ts';

/** Where a template is to be written in its own function. */
export interface Here {
  readonly frame: Frame;
  readonly step: number;
  readonly offset: number;
  readonly before: readonly Event[];
  /** The place that is freed; null when it has no name. */
  readonly freed: Path | null;
  /** Take what is written even where a call may have changed it, rather than another way to say it. */
  readonly asWritten: boolean;
  /** The step that allocated. */
  readonly allocation: number;
  /** The steps on the ways on which the freed pointer is still that of the allocation; null when that is not known. */
  readonly live: ReadonlySet<number> | null;
  /** Whether the pointer can be NULL here. */
  readonly nullness: FreeFact['nullness']['kind'];
}

/** All ways to write the template at a later step of the same function, as it is written first. */
export function renderAllHere(here: Here, template: Template): (Rendered | Missing)[] {
  const [only] = template.leaves;
  const isPlace = template.leaves.length === 1 && only?.start === 0 && only.end === template.text.length;
  if (isPlace) {
    return waysHere(here, template, only).map((way) =>
      'why' in way ? way : { ...way, narrow: way.narrow ?? template.narrow },
    );
  }
  return [renderHere({ ...here, asWritten: true }, template), renderHere(here, template)];
}

/** Writes the template at a later step of the same function, or says what stands against it. */
export function renderHere(here: Here, template: Template): Rendered | Missing {
  let text = '';
  let position = 0;
  let certain = !template.impure;
  let { narrow, doubt } = template;
  const reads: Reads[] = [];
  for (const leaf of template.leaves) {
    const rendered = renderLeaf(here, template, leaf);
    if ('why' in rendered) return rendered;
    certain &&= rendered.certain;
    narrow ??= rendered.narrow;
    doubt ??= rendered.doubt;
    reads.push(...rendered.reads);
    text += template.text.slice(position, leaf.start) + rendered.text;
    position = leaf.end;
  }
  return { text: text + template.text.slice(position), line: template.line, certain, narrow, doubt, reads };
}

/** Whether nothing is said against what was found. */
export function isSure(found: Rendered): boolean {
  return found.certain && !found.narrow && !found.doubt;
}

function renderLeaf(here: Here, template: Template, leaf: Leaf): Rendered | Missing {
  const ways = waysHere(here, template, leaf);
  const found = ways.filter((way): way is Rendered => !('why' in way));
  const best = here.asWritten ? found[0] : (found.find(isSure) ?? found[0]);
  const what = template.text.slice(leaf.start, leaf.end);
  return best ?? ways[0] ?? { why: 'inexpressible', line: template.line, what };
}

function waysHere(here: Here, template: Template, leaf: Leaf): (Rendered | Missing)[] {
  const asWritten = template.text.slice(leaf.start, leaf.end);
  const isWhole = leaf.start === 0 && leaf.end === template.text.length;
  const named = leaf.forms.map((form, index) => {
    const text = index === 0 || leaf.hidden ? asWritten : pathText(form);
    const way = nameHere(here, form, template, leaf.typeOnly, text);
    return leaf.hidden && 'why' in way ? { ...way, what: pathText(form) } : way;
  });
  const substituted = leaf.substitutes.flatMap((substitute) => {
    const ways = isWhole ? renderAllHere(here, substitute) : [renderHere(here, substitute)];
    return ways.map((way) =>
      'why' in way || isWhole || !substitute.composite ? way : { ...way, text: `(${way.text})` },
    );
  });
  return [...named, ...substituted];
}

function nameHere(here: Here, path: Path, template: Template, typeOnly: boolean, text: string): Rendered | Missing {
  const { frame } = here;
  if (!isVisible(frame, path, here.offset)) return { why: 'not-visible', line: template.line, what: text };
  if (typeOnly) return { text, line: template.line, certain: true, narrow: null, doubt: null, reads: [] };
  if (template.copied && !isAlwaysPassed(here, template.step))
    return { why: 'not-always', line: template.line, what: text };
  const after = reachableFrom(frame, template.step);
  const spoilt = spoiler(
    here.before.filter((event) => after.has(event.step)),
    [path, ...heldIn(frame, path, here.step)],
  );
  if (spoilt?.kind === 'freed' || spoilt?.kind === 'zeroed')
    return { why: 'freed', line: spoilt.line, what: spoilt.what };
  const within = here.live?.has(template.step) ? here.live : null;
  const change = disturbedBetween(frame, path, template.step, here.step, within);
  if (change) {
    const step = frame.flow.steps[change.step]!;
    const line = lineOf(frame, step.span.start);
    if (change.kind === 'called') return { text, line, certain: false, narrow: null, doubt: null, reads: [] };
    return { why: 'changed', line, what: text };
  }
  if (isHandedOut(here, path, template))
    return { text, line: template.line, certain: false, narrow: null, doubt: null, reads: [] };
  if (path.root.kind === 'variable' && path.steps.length === 0) {
    const uninitialised = reachingDefinitions(frame, path, here.step).some((one) => one.kind === 'uninitialised');
    // Not set on a way on which the pointer is NULL and the call is not reached: no harm.
    if (uninitialised && here.nullness === 'arrives') return { why: 'uninitialised', line: template.line, what: text };
    if (uninitialised && here.nullness === 'unknown')
      return { text, line: template.line, certain: false, narrow: null, doubt: null, reads: [] };
  }
  const strangers = strangersBetween(frame, path, template.step, here.step, within);
  const reads = strangers ? [strangers] : [];
  return { text, line: template.line, certain: true, narrow: null, doubt: null, reads };
}

/** Whether the place is a part, under this or another name, of a struct of this function that a call in between may fill in. */
function isHandedOut(here: Here, path: Path, template: Template): boolean {
  const { frame } = here;
  return formsOf(frame, path, template.step).some((form) => {
    const variable = form.root.kind === 'variable' ? frame.flow.variables[form.root.id] : undefined;
    const pointer = form.steps.findIndex((step) => step.kind === 'dereference');
    const steps = pointer < 0 ? form.steps : form.steps.slice(0, pointer);
    if (!variable || variable.type.pointers > 0 || steps.length === 0) return false;
    return changedBetween(frame, { root: form.root, steps }, template.step, here.step)?.kind === 'called';
  });
}

/** Other names of the place, as a part of the objects that hold it. */
function heldIn(frame: Frame, path: Path, at: number): readonly Path[] {
  const [first, ...rest] = path.steps;
  if (path.root.kind !== 'variable' || first?.kind !== 'dereference') return [];
  return withinOf(frame, path.root, at).map((form) => extend(form, rest));
}

/** Whether the copy made at `step` is made on every way from the allocation to here, or before the allocation. */
function isAlwaysPassed(here: Here, step: number): boolean {
  return (
    !reachesAvoiding(here.frame, here.allocation, here.step, step, here.live) ||
    !reachesAvoiding(here.frame, 0, here.allocation, step)
  );
}
