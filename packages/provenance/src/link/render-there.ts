import type { Leaf, Template } from '../facts/template.ts';
import type { Path } from '../paths/path.ts';
import { reroot, withIndices } from './align.ts';
import { macroChange } from './macro-meaning.ts';
import { canName, isWhole, read, type There } from './there.ts';
import { firstOf, MOST_DOUBTS, writtenAs, type Written } from './written.ts';

/** All ways to write the templates at the free, as they are written in the allocating function first. */
export function renderAll(there: There, templates: readonly Template[]): Written[] {
  return templates.flatMap((template) => {
    const [only] = template.leaves;
    const ways =
      only && template.leaves.length === 1 && isWhole(template, only)
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
  let result: Written = { ...writtenAs(template, ''), impure: template.impure, doubt: template.doubt };
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
    return written && substitute.composite && !isWhole(template, leaf)
      ? { ...written, text: `(${written.text})` }
      : written;
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

/** The variable that the stored pointer was indexed with is, at the free, the index there. */
function atIndex(there: There, template: Template, form: Path): Written | null {
  if (form.root.kind !== 'variable' || form.steps.length > 0) return null;
  for (const { indices } of there.alignments) {
    const text = indices.get(form.root.name);
    if (text !== undefined) return writtenAs(template, /^\w+$/.test(text) ? text : `(${text})`);
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
  if (isBare) return { ...writtenAs(template, form.root.name), doubt };
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
