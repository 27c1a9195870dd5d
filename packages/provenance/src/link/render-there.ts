import { spoiler } from '../facts/spoiler.ts';
import type { AllocationFact, Event, FreeFact } from '../facts/facts.ts';
import type { Leaf, Template } from '../facts/template.ts';
import { pathText, type Path } from '../paths/path.ts';
import { reroot, type Alignment } from './align.ts';
import type { LinkedFacts } from './index-facts.ts';

/** A template written at a free in another function. */
export interface Written {
  readonly text: string;
  readonly line: number;
  /** The places that the text reads, at the free, with the allocation-side place each stands for. */
  readonly reads: readonly { readonly path: Path; readonly leaf: Leaf }[];
  readonly spoilt: Event | null;
  readonly impure: boolean;
}

/** What is needed to write a template at a free. */
export interface There {
  readonly free: FreeFact;
  readonly allocation: AllocationFact;
  readonly alignments: readonly Alignment[];
  readonly linked: LinkedFacts;
}

/** Writes the template in terms of the free's function; null when a part of it has no name there. */
export function renderThere(there: There, template: Template): Written | null {
  let text = '';
  let position = 0;
  const reads: { path: Path; leaf: Leaf }[] = [];
  let spoilt: Event | null = null;
  let impure = template.impure;
  for (const leaf of template.leaves) {
    const written = renderLeaf(there, template, leaf);
    if (!written) return null;
    reads.push(...written.reads);
    spoilt ??= written.spoilt;
    impure ||= written.impure;
    text += template.text.slice(position, leaf.start) + written.text;
    position = leaf.end;
  }
  return { text: text + template.text.slice(position), line: template.line, reads, spoilt, impure };
}

function renderLeaf(there: There, template: Template, leaf: Leaf): Written | null {
  let spoilt: Written | null = null;
  for (const form of leaf.forms) {
    for (const alignment of there.alignments) {
      const path = reroot(alignment, form);
      if (!path || !canName(there, path)) continue;
      const event = leaf.typeOnly ? null : spoiler(there.free.before, [path]);
      const found: Written = {
        text: pathText(path),
        line: template.line,
        reads: leaf.typeOnly ? [] : [{ path, leaf }],
        spoilt: event,
        impure: false,
      };
      if (!event || event.kind === 'called') return found;
      spoilt ??= found;
    }
  }
  for (const substitute of leaf.substitutes) {
    const written = renderThere(there, substitute);
    if (!written) continue;
    const whole = leaf.start === 0 && leaf.end === template.text.length;
    const wrapped = substitute.composite && !whole ? { ...written, text: `(${written.text})` } : written;
    if (!wrapped.spoilt || wrapped.spoilt.kind === 'called') return wrapped;
    spoilt ??= wrapped;
  }
  return spoilt;
}

function canName(there: There, path: Path): boolean {
  const { free, allocation, linked } = there;
  if (path.root.kind === 'variable') return free.visible.includes(path.root.name);
  if (path.root.kind === 'call') return false;
  if (free.visible.includes(path.root.name)) return false;
  return free.file === allocation.file || linked.shared.has(path.root.name);
}
