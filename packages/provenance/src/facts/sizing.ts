import { formsOf } from '../flow/canonical.ts';
import { variableAt, type Frame } from '../flow/frame.ts';
import { reachesAvoiding } from '../flow/reach.ts';
import { reachingDefinitions } from '../flow/reaching.ts';
import { pathText } from '../paths/path.ts';
import type { AllocationCall } from './allocation-call.ts';
import { holdersOf, templateOf } from './build-template.ts';
import { rewrittenAfter } from './rewritten-after.ts';
import { lineOf } from './line-of.ts';
import type { ParameterPlace } from '../paths/parameter-place.ts';
import { inCall } from '../paths/path-of.ts';
import { parameterPlace } from './in-terms-of-parameters.ts';
import { ownTypesOf } from './own-types.ts';
import type { Leaf, Template } from './template.ts';

/** An expression in terms of a function's parameters, to be written where the function is called. Plain data. */
export interface Sizing {
  readonly text: string;
  readonly leaves: readonly { readonly start: number; readonly end: number; readonly place: ParameterPlace }[];
  readonly composite: boolean;
  readonly impure: boolean;
  /** What was not proved, a sentence. */
  readonly doubt: string | null;
}

/** The template in terms of the parameters; null when a part of it cannot be said so. */
export function sizingOf(frame: Frame, template: Template): Sizing | null {
  let text = '';
  let position = 0;
  let { impure, doubt } = template;
  if (template.copied && reachesAvoiding(frame, 0, 1, template.step))
    doubt ??= `${frame.definition.name} does not set ${template.text} on every way`;
  const leaves: Sizing['leaves'][number][] = [];
  for (const leaf of template.leaves) {
    const part = partOf(frame, template, leaf);
    if (!part) return null;
    text += template.text.slice(position, leaf.start);
    const wrap = part.composite && !isWhole(template, leaf);
    const at = text.length + (wrap ? 1 : 0);
    for (const inner of part.leaves) leaves.push({ ...inner, start: inner.start + at, end: inner.end + at });
    text += wrap ? `(${part.text})` : part.text;
    impure ||= part.impure;
    doubt ??= part.doubt;
    position = leaf.end;
  }
  return { text: text + template.text.slice(position), leaves, composite: template.composite, impure, doubt };
}

function partOf(frame: Frame, template: Template, leaf: Leaf): Sizing | null {
  for (const form of leaf.typeOnly ? [] : leaf.forms) {
    const place = parameterPlace(frame, form, template.step);
    if (!place) continue;
    const isOwn = reachingDefinitions(frame, form, template.step).every((one) => one.kind === 'entry');
    if (!isOwn) continue;
    const text = template.text.slice(leaf.start, leaf.end);
    return { text, leaves: [{ start: 0, end: text.length, place }], composite: false, impure: false, doubt: null };
  }
  for (const substitute of leaf.substitutes) {
    const found = sizingOf(frame, substitute);
    if (found) return found;
  }
  return null;
}

/** The size that a call allocates, as evaluated at its step; null when it cannot be written twice. */
export function sizeTemplateOf(frame: Frame, allocation: AllocationCall, step: number): Template | null {
  if (allocation.size) return templateOf(frame, allocation.size, step);
  const { sizing, call } = allocation;
  if (!sizing || !meansTheSame(frame, sizing, call.start)) return null;
  let text = '';
  let position = 0;
  let { impure, composite, doubt } = sizing;
  const leaves: Leaf[] = [];
  for (const { start, end, place } of sizing.leaves) {
    text += sizing.text.slice(position, start);
    position = end;
    const whole = start === 0 && end === sizing.text.length;
    if (place.steps.length > 0) {
      const path = inCall(frame, call, place);
      if (!path) return null;
      const piece = pathText(path);
      const forms = formsOf(frame, path, step);
      const rewritten = rewrittenAfter(frame, path, step);
      const substitutes = holdersOf(frame, path, step);
      leaves.push({
        start: text.length,
        end: text.length + piece.length,
        forms,
        typeOnly: false,
        hidden: null,
        rewritten,
        term: null,
        substitutes,
      });
      text += piece;
      continue;
    }
    const argument = call.arguments[place.parameter];
    const inner = argument && templateOf(frame, argument, step);
    if (!inner) return null;
    const wrap = inner.composite && !whole;
    const at = text.length + (wrap ? 1 : 0);
    for (const leaf of inner.leaves) leaves.push({ ...leaf, start: leaf.start + at, end: leaf.end + at });
    text += wrap ? `(${inner.text})` : inner.text;
    impure ||= inner.impure;
    doubt ??= inner.doubt;
    composite ||= whole && inner.composite;
  }
  text += sizing.text.slice(position);
  return {
    text,
    leaves,
    step,
    line: lineOf(frame, call.start),
    copied: false,
    narrow: null,
    composite,
    impure,
    doubt,
  };
}

/** Whether the function called and this one mean the same by the words of the text that are no places: constants, types. */
function meansTheSame(frame: Frame, { text, leaves }: Sizing, at: number): boolean {
  const own = new Set(ownTypesOf(frame).flatMap((type) => type.split(' ')));
  return [...text.matchAll(/[A-Za-z_]\w*/g)].every((match) => {
    const isPlace = leaves.some((leaf) => leaf.start <= match.index && match.index < leaf.end);
    return isPlace || (!own.has(match[0]) && variableAt(frame, match[0], at) === null);
  });
}

function isWhole(template: Template, leaf: Leaf): boolean {
  return leaf.start === 0 && leaf.end === template.text.length;
}
