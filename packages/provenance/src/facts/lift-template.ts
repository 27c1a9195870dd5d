import type { Expression } from '@freehandle/c-source';
import { formsOf } from '../flow/canonical.ts';
import type { Frame } from '../flow/frame.ts';
import { disturbedBetween } from '../flow/reach.ts';
import { denoted } from '../paths/path-of.ts';
import { extend, pathText, type Path } from '../paths/path.ts';
import { lineOf, templateOf } from './build-template.ts';
import { unchangedParameter } from './summarise.ts';
import type { Leaf, Template } from './template.ts';

/** A call seen from the function called: what its parameters were given. */
export interface CallSite {
  readonly callee: Frame;
  readonly caller: Frame;
  readonly call: Extract<Expression, { kind: 'call' }>;
  /** The step of the caller that calls. */
  readonly step: number;
}

type Piece = Pick<Template, 'text' | 'leaves' | 'composite' | 'impure'>;

/** The template in terms of the caller; null when it reads what the caller cannot name. */
export function liftTemplate(site: CallSite, template: Template): Template | null {
  const lifted = liftPiece(site, template);
  if (!lifted) return null;
  const { step, caller, call } = site;
  return { ...lifted, step, line: lineOf(caller, call.start), copied: template.copied, narrow: template.narrow };
}

function liftPiece(site: CallSite, template: Template): Piece | null {
  let text = '';
  let position = 0;
  let { impure } = template;
  const leaves: Leaf[] = [];
  for (const leaf of template.leaves) {
    const piece = liftLeaf(site, template, leaf);
    if (!piece) return null;
    text += template.text.slice(position, leaf.start);
    const whole = leaf.start === 0 && leaf.end === template.text.length;
    const wrapped = piece.composite && !whole;
    if (wrapped) text += '(';
    for (const one of piece.leaves) leaves.push({ ...one, start: one.start + text.length, end: one.end + text.length });
    text += piece.text + (wrapped ? ')' : '');
    impure ||= piece.impure;
    if (whole) return { ...piece, impure };
    position = leaf.end;
  }
  return { text: text + template.text.slice(position), leaves, composite: template.composite, impure };
}

function liftLeaf(site: CallSite, template: Template, leaf: Leaf): Piece | null {
  const asWritten = template.text.slice(leaf.start, leaf.end);
  if (leaf.forms.length === 0 && leaf.substitutes.length === 0) {
    const own = { ...leaf, start: 0, end: asWritten.length };
    return { text: asWritten, leaves: [own], composite: false, impure: false };
  }
  for (const form of leaf.forms) {
    const piece = liftPath(site, template, leaf, form);
    if (piece) return piece;
  }
  for (const substitute of leaf.substitutes) {
    const piece = liftPiece(site, substitute);
    if (piece) return piece;
  }
  return null;
}

function liftPath(site: CallSite, template: Template, leaf: Leaf, form: Path): Piece | null {
  const { callee, caller, call, step } = site;
  const placed = (path: Path, substitutes: readonly Template[]): Piece => {
    const text = pathText(path);
    const own = { ...leaf, start: 0, end: text.length, forms: formsOf(caller, path, step), substitutes };
    return { text, leaves: [own], composite: false, impure: false };
  };
  if (form.root.kind === 'global') return placed(form, []);
  if (form.root.kind !== 'variable' || form.steps.some((one) => one.kind === 'index')) return null;
  const position = unchangedParameter(callee, { root: form.root, steps: [] }, template.step);
  const argument = position === null ? undefined : call.arguments[position];
  if (!argument) return null;
  if (form.steps.length === 0) return templateOf(caller, argument, step);
  if (!leaf.typeOnly && disturbedBetween(callee, form, 0, template.step)) return null;
  const given = denoted(caller, argument);
  if (!given || given.path.root.kind === 'call') return null;
  if (given.kind === 'place') return placed(extend(given.path, form.steps), []);
  return form.steps[0]?.kind === 'dereference' ? placed(extend(given.path, form.steps.slice(1)), []) : null;
}
