import { isDoubtful, spoiler } from '../facts/spoiler.ts';
import type { AllocationFact, Event, FreeFact } from '../facts/facts.ts';
import { endOf, type PathEnd } from '../facts/store-facts.ts';
import type { Leaf, Template } from '../facts/template.ts';
import { extend, pathText, type Path } from '../paths/path.ts';
import { reroot, withIndices, type Alignment } from './align.ts';
import type { LinkedFacts } from './index-facts.ts';
import type { FiledStore } from './stores-near.ts';
import { macroChange, type MacroChange } from './macro-meaning.ts';
import { mutationOf, overlaidStore } from './mutation.ts';
import { overwrittenWith } from './overwritten.ts';
import { deviceDoubt } from './shared-memory.ts';

/** A template written at a free in another function. */
export interface Written {
  readonly text: string;
  readonly line: number;
  /** What comes before the free in its function and changes or releases what the text reads. */
  readonly spoilt: Event | null;
  /** A store elsewhere to what the text reads. */
  readonly mutated: FiledStore | null;
  readonly impure: boolean;
  /** The type of a place that it was copied to and that may have cut it off. */
  readonly narrow: string | null;
  /** What else is not sure about it. */
  readonly doubt: string | null;
  /** A macro in the text that has another meaning at the free. */
  readonly macro: MacroChange | null;
  /** A variable taken for the same object because it is the only one of its type. */
  readonly assumed: string | null;
  /** A call in the function of the free itself may change it. */
  readonly uncertain: boolean;
  /** The members and variables read that other functions may store to. */
  readonly reads: readonly PathEnd[];
  /** A store to what shares its place with what the text reads, in a union. It is no reason to say it in another way. */
  readonly overlaid: FiledStore | null;
  /** A store to a whole object around what the text reads. It is no reason either. */
  readonly overwritten: FiledStore | null;
}

/** {@link against} of a way of writing that has nothing but doubts against it is less. */
export const MOST_DOUBTS = 1.4;

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

/** All ways to write the templates at the free, as they are written in the allocating function first. */
export function renderAll(there: There, templates: readonly Template[]): Written[] {
  return templates.flatMap((template) => {
    const [only] = template.leaves;
    const isPlace = template.leaves.length === 1 && only?.start === 0 && only.end === template.text.length;
    const ways = isPlace
      ? waysOf(there, template, only)
      : [() => renderThere({ ...there, asWritten: true }, template), () => renderThere(there, template)];
    return ways.flatMap((way) => {
      const written = way();
      if (!written || namesOwnType(there, written.text) || namesTypeOfFile(there, written.text)) return [];
      return [
        { ...written, macro: written.macro ?? macroChange(there.linked, written.text, there.allocation, there.free) },
      ];
    });
  });
}

/** Whether the text names a type that one of the two functions declares for itself. */
function namesOwnType({ free, allocation }: There, text: string): boolean {
  if (free.file === allocation.file && free.function === allocation.function) return false;
  return [...free.ownTypes, ...allocation.ownTypes].some((type) => new RegExp(`\\b${type}\\b`).test(text));
}

/** Whether the text names a type that one of two files defines for itself: in the other it is not there, or another one. */
function namesTypeOfFile({ free, allocation, linked }: There, text: string): boolean {
  if (free.file === allocation.file || !text.includes('(')) return false;
  const names = text.match(/\b(?:(?:struct|union|enum)\s+)?[A-Za-z_]\w*/g) ?? [];
  return names.some((name) => [free.file, allocation.file].some((file) => linked.localRecords.has(name, file)));
}

/** Writes the template in terms of the free's function; null when a part of it has no name there. */
export function renderThere(there: There, template: Template): Written | null {
  let text = '';
  let position = 0;
  let result: Written = {
    text: '',
    line: template.line,
    spoilt: null,
    mutated: null,
    impure: template.impure,
    narrow: template.narrow,
    doubt: template.doubt,
    macro: null,
    assumed: null,
    uncertain: false,
    reads: [],
    overlaid: null,
    overwritten: null,
  };
  for (const leaf of template.leaves) {
    const written = renderLeaf(there, template, leaf);
    if (!written) return null;
    result = {
      ...result,
      spoilt: result.spoilt ?? written.spoilt,
      mutated: result.mutated ?? written.mutated,
      impure: result.impure || written.impure,
      narrow: result.narrow ?? written.narrow,
      doubt: result.doubt ?? written.doubt,
      macro: result.macro ?? written.macro,
      assumed: result.assumed ?? written.assumed,
      overlaid: result.overlaid ?? written.overlaid,
      reads: [...result.reads, ...written.reads],
      overwritten: result.overwritten ?? written.overwritten,
    };
    text += template.text.slice(position, leaf.start) + written.text;
    position = leaf.end;
  }
  text += template.text.slice(position);
  const macro = result.macro ?? macroChange(there.linked, text, there.allocation, there.free);
  return { ...result, text, macro };
}

function isWhole(template: Template, leaf: Leaf): boolean {
  return leaf.start === 0 && leaf.end === template.text.length;
}

function renderLeaf(there: There, template: Template, leaf: Leaf): Written | null {
  return firstOf(waysOf(there, template, leaf), there.asWritten ? MOST_DOUBTS : 0);
}

/** Whether what a macro in the text reads is read at the free too, and what stands against its being the same. */
function hiddenWays(there: There, template: Template, leaf: Leaf): (() => Written | null)[] {
  const own = leaf.forms[0]!.root.name;
  return waysOf(there, template, { ...leaf, hidden: null }).map((way) => () => {
    const written = way();
    const isBound = written !== null && (leaf.hidden === 'argument' || /^\w*/.exec(written.text)![0] === own);
    return isBound ? { ...written, text: '' } : null;
  });
}

function waysOf(there: There, template: Template, leaf: Leaf): (() => Written | null)[] {
  if (leaf.hidden) return hiddenWays(there, template, leaf);
  const named = leaf.forms.flatMap((form) =>
    there.alignments.map((alignment) => (): Written | null => {
      const path = reroot(alignment, form);
      return path && canName(there, path) ? read(there, template, leaf, path) : null;
    }),
  );
  const substituted = leaf.substitutes.map((substitute) => (): Written | null => {
    const written = renderThere(there, substitute);
    const isWhole = leaf.start === 0 && leaf.end === template.text.length;
    return written && substitute.composite && !isWhole ? { ...written, text: `(${written.text})` } : written;
  });
  const globals =
    there.alignments.length > 0
      ? []
      : leaf.forms.map((form) => (): Written | null => globalRead(there, template, leaf, form));
  const assumed = leaf.forms.map((form) => (): Written | null => {
    const path = byType(there, form);
    return path && { ...read(there, template, leaf, path), assumed: path.root.name };
  });
  const inPlace = leaf.forms.map((form) => (): Written | null => atIndex(there, template, form));
  const own = leaf.forms.map((form) => (): Written | null => ofOwnFunction(there, template, leaf, form));
  const computed = (): Written | null => computedAlike(there, leaf);
  const shared = leaf.forms.map((form) => (): Written | null => sharedParameter(there, template, leaf, form));
  return [...named, ...inPlace, ...own, ...globals, ...substituted, ...assumed, computed, ...shared];
}

function plain(template: Template, text: string): Written {
  const { line, narrow } = template;
  return {
    text,
    line,
    spoilt: null,
    mutated: null,
    impure: false,
    narrow,
    doubt: null,
    macro: null,
    assumed: null,
    uncertain: false,
    reads: [],
    overlaid: null,
    overwritten: null,
  };
}

/** The variable that the stored pointer was indexed with is, at the free, the index there. */
function atIndex(there: There, template: Template, form: Path): Written | null {
  if (form.root.kind !== 'variable' || form.steps.length > 0) return null;
  for (const { indices } of there.alignments) {
    const text = indices.get(form.root.name);
    if (text !== undefined) return plain(template, /^\w+$/.test(text) ? text : `(${text})`);
  }
  return null;
}

/** In the allocating function itself, a variable that is given one value only. */
function ofOwnFunction(there: There, template: Template, leaf: Leaf, form: Path): Written | null {
  const { free, allocation } = there;
  if (free.file !== allocation.file || free.function !== allocation.function || free.renewed === null) return null;
  const { root } = form;
  if (root.kind !== 'variable' || !free.visible.some((one) => one.id === root.id && one.steady)) return null;
  const path = [...there.alignments.map((one) => one.indices), new Map<string, string>()]
    .map((indices) => withIndices(indices, form))
    .find((one) => one !== null);
  if (!path) return null;
  const written = read(there, template, leaf, path);
  if (free.renewed === 'every') return written;
  return {
    ...written,
    doubt: `${free.place} may be of an earlier call of ${free.function}, with another ${root.name}`,
  };
}

/** A local at the free that is computed as the local at the allocation was. */
function computedAlike(there: There, leaf: Leaf): Written | null {
  if (!leaf.term) return null;
  const written = renderThere(there, leaf.term);
  if (!written) return null;
  const text = written.text.replace(/\s+/g, '');
  const local = there.free.computed.find((one) => one.terms.includes(text));
  if (!local) return null;
  const doubt = written.doubt ?? `the local ${local.name} is taken to come out here as the size did at the allocation`;
  return { ...written, text: local.name, line: local.line, impure: false, doubt };
}

/** A parameter of the freeing function that has the name and the kind of the one of the allocating function. */
function sharedParameter(there: There, template: Template, leaf: Leaf, form: Path): Written | null {
  const { free, allocation } = there;
  const names = free.parameters
    .filter((one) => one.pointers === 0 && !one.reassigned && allocation.given.includes(one.name))
    .map((one) => one.name);
  if (names.length === 0) return null;
  const isBare = form.root.kind === 'variable' && form.steps.length === 0;
  const used = isBare ? names.filter((name) => name === form.root.name) : indexedBy(form, names);
  if (used.length === 0) return null;
  const doubt = `the callers of ${allocation.function} and of ${free.function} are taken to pass the same ${used.join(', ')}`;
  if (isBare) return { ...plain(template, form.root.name), doubt };
  const path = there.alignments
    .map((one) =>
      reroot({ ...one, indices: new Map([...used.map((name) => [name, name] as const), ...one.indices]) }, form),
    )
    .find((one) => one !== null && canName(there, one));
  return path ? { ...read(there, template, leaf, path), doubt } : null;
}

function indexedBy(path: Path, names: readonly string[]): string[] {
  return names.filter((name) => path.steps.some((step) => step.kind === 'index' && step.text === name));
}

function read(there: There, template: Template, leaf: Leaf, path: Path): Written {
  const written = { ...plain(template, pathText(path)), doubt: isWhole(template, leaf) ? template.doubt : null };
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

function globalRead(there: There, template: Template, leaf: Leaf, path: Path): Written | null {
  if (path.root.kind !== 'global' || !canName(there, path)) return null;
  return read(there, template, leaf, path);
}

/** The path from the only visible variable that points to the same record as the path's own root. */
function byType(there: There, path: Path): Path | null {
  const { root } = path;
  if (root.kind !== 'variable' || root.record === '' || path.steps.some((step) => step.kind === 'index')) return null;
  const same = there.free.visible.filter((variable) => variable.record === root.record);
  const [only] = same;
  if (!only || same.length > 1) return null;
  return { root: { kind: 'variable', ...only }, steps: path.steps };
}

/** The first that has no more than `most` against it, else the first that has the least. */
function firstOf(attempts: readonly (() => Written | null)[], most: number): Written | null {
  let found: Written | null = null;
  for (const attempt of attempts) {
    const written = attempt();
    if (!written) continue;
    if (against(written) <= most) return written;
    if (!found || against(written) < against(found)) found = written;
  }
  return found;
}

/** How much stands against a way of writing: 0 nothing, 1 a doubt, 2 and more an objection. */
export function against(written: Written): number {
  if (written.spoilt && !isDoubtful(written.spoilt)) return 3;
  if (written.macro) return 3;
  if (written.mutated?.value === 'changed') return 2;
  if (written.assumed !== null) return 1.5;
  const { mutated, spoilt, impure, narrow, doubt, uncertain } = written;
  const doubts = [mutated, spoilt, impure, narrow, doubt, uncertain].filter(Boolean);
  return doubts.length > 0 ? 1 + 0.05 * (doubts.length - 1) : 0;
}

function canName(there: There, path: Path): boolean {
  const { free, allocation, linked } = there;
  if (path.root.kind === 'variable') return free.visible.some((variable) => variable.name === path.root.name);
  if (path.root.kind === 'call') return false;
  if (free.visible.some((variable) => variable.name === path.root.name)) return false;
  return free.file === allocation.file || linked.shared.has(path.root.name);
}
