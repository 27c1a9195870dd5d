import type { Expression } from '@freehandle/c-source';
import { formsOf } from '../flow/canonical.ts';
import type { Frame } from '../flow/frame.ts';
import { isNarrow } from '../paths/narrow.ts';
import { typeAt } from '../paths/path-of.ts';
import type { Path } from '../paths/path.ts';
import { volatileDoubt } from '../paths/volatile.ts';
import { targetText, type Assignment } from './assignments.ts';
import { lineOf } from './line-of.ts';
import { rewrittenAfter } from './rewritten-after.ts';
import type { Leaf, Template } from './template.ts';

/** The place that a value was copied to. */
export function copyTemplate(frame: Frame, assignment: Assignment, text = targetText(frame, assignment)): Template {
  const { step, start, target, written, doubt } = assignment;
  const place = placeTemplate(frame, target, step, lineOf(frame, start), text, written);
  return { ...place, copied: true, narrow: assignment.narrow ?? place.narrow, doubt: doubt ?? place.doubt };
}

/** A template that is nothing but a place; `holder` when the value was copied to it. */
export function placeTemplate(
  frame: Frame,
  path: Path,
  step: number,
  line: number,
  text: string,
  holder: Expression | null,
): Template {
  const leaf: Leaf = {
    start: 0,
    end: text.length,
    forms: formsOf(frame, path, step),
    typeOnly: false,
    hidden: null,
    rewritten: rewrittenAfter(frame, path, step),
    term: null,
    substitutes: [],
  };
  const narrow = holder && narrowType(frame, holder);
  const copied = holder !== null;
  return {
    text,
    leaves: [leaf],
    step,
    line,
    copied,
    narrow,
    composite: false,
    impure: false,
    doubt: volatileDoubt(frame, path, text),
  };
}

/** The type of a place where it has 16 bits or fewer, as no size and no handle is sure to have. */
export function narrowType(frame: Frame, place: Expression): string | null {
  const type = typeAt(frame, place);
  return isNarrow(frame, type) ? type.base : null;
}
