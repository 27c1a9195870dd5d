import { variableAt, type Frame } from '../flow/frame.ts';
import { pathText } from '../paths/path.ts';
import { templateOf } from './build-template.ts';
import type { Template } from './template.ts';
import { termOf } from './term.ts';

/** A local that is computed before a call, and the terms of its value as the places in it can be named there. */
export interface Computed {
  readonly name: string;
  readonly line: number;
  readonly terms: readonly string[];
}

const MAX_LOCALS = 24;

/** The locals with a value visible at `offset`, which `step` is at. */
export function computedAt(frame: Frame, step: number, offset: number): Computed[] {
  const locals = frame.flow.variables.filter(
    (one) =>
      one.kind === 'local' &&
      one.type.pointers + one.type.arrays === 0 &&
      one.visible.start <= offset &&
      offset < one.visible.end &&
      variableAt(frame, one.name, offset)?.id === one.id,
  );
  return locals.slice(0, MAX_LOCALS).flatMap((local): Computed[] => {
    const term = termOf(frame, local, step, templateOf);
    // A number is the same wherever it comes from: that says nothing.
    if (!term || !/[a-z]/.test(term.text)) return [];
    const terms = new Set(['first', 'last'].map((which) => spelt(term, which === 'last')));
    return [{ name: local.name, line: term.line, terms: [...terms] }];
  });
}

/** The term with its places as written, or with copies followed. */
function spelt(term: Template, isLast: boolean): string {
  let code = '';
  let position = 0;
  for (const leaf of term.leaves) {
    const form = isLast ? leaf.forms[leaf.forms.length - 1] : leaf.forms[0];
    code += term.text.slice(position, leaf.start);
    code += form ? pathText(form).replace(/\s+/g, '') : term.text.slice(leaf.start, leaf.end);
    position = leaf.end;
  }
  return (code + term.text.slice(position)).replace(/\s+/g, '');
}
