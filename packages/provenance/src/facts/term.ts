import type { Expression } from '@freehandle/c-source';
import { look, type Frame } from '../flow/frame.ts';
import { reachableFrom, reachingDefinitions, type Definition } from '../flow/reaching.ts';
import type { Variable } from '../flow/step.ts';
import { variablePath, type Path } from '../paths/path.ts';
import { lineOf } from './line-of.ts';
import type { Leaf, Template } from './template.ts';

const MAX_DEPTH = 5;
const MAX_WAYS = 6;

/** Makes the template of an expression: given, because templates hold terms. */
export type Expand = (frame: Frame, expression: Expression, at: number, depth: number) => Template | null;

interface Piece {
  readonly text: string;
  readonly leaves: readonly Leaf[];
}

/**
 * How the value that a local has at `step` comes about: the expressions assigned to it, with locals followed, each under
 * the condition it is assigned under. Not C, but equal terms over equal places are equal values. Null when the value is
 * made in a way that is not followed.
 */
export function termOf(frame: Frame, variable: Variable, step: number, expand: Expand): Template | null {
  const piece = ofVariable(frame, variable, step, 0, expand);
  if (!piece) return null;
  const line = lineOf(frame, frame.flow.steps[step]!.span.start);
  return { ...piece, step, line, copied: false, narrow: null, composite: false, impure: false, doubt: null };
}

/** The variable that a path is, when it is a plain local. */
export function localOf(frame: Frame, path: Path): Variable | null {
  if (path.root.kind !== 'variable' || path.steps.length > 0) return null;
  const variable = frame.flow.variables[path.root.id];
  return variable?.kind === 'local' ? variable : null;
}

function ofVariable(frame: Frame, variable: Variable, at: number, depth: number, expand: Expand): Piece | null {
  if (depth > MAX_DEPTH) return null;
  look(frame);
  const path = variablePath(variable);
  const definitions = reachingDefinitions(frame, path, at);
  if (definitions.length === 0 || definitions.length > MAX_WAYS) return null;
  const ways: Piece[] = [];
  for (const definition of [...definitions].sort((a, b) => a.step - b.step)) {
    const value = ofDefinition(frame, variable, definition, depth, expand);
    if (!value) return null;
    // What is only said anew under a condition was said before under none that matters.
    const isDefault = definitions.some((other) => reachableFrom(frame, definition.step).has(other.step));
    const guard = definitions.length > 1 && !isDefault ? guardOf(frame, definition.step, depth, expand) : text('');
    if (!guard) return null;
    ways.push(join([guard, value]));
  }
  const [only, ...others] = ways;
  return others.length === 0 ? only! : join([text('<'), ...ways.flatMap((way) => [way, text('|')]), text('>')]);
}

function ofDefinition(
  frame: Frame,
  variable: Variable,
  definition: Definition,
  depth: number,
  expand: Expand,
): Piece | null {
  const step = frame.flow.steps[definition.step]!;
  if (definition.kind === 'value') {
    return definition.rest.length > 0
      ? null
      : ofExpression(frame, definition.value, definition.step, depth + 1, expand);
  }
  if (definition.kind !== 'changed' || step.kind !== 'define' || !step.value) return null;
  const before = ofVariable(frame, variable, step.id, depth + 1, expand);
  const value = ofExpression(frame, step.value, step.id, depth + 1, expand);
  return before && value ? join([text('('), before, text(`)${step.operator}(`), value, text(')')]) : null;
}

function ofExpression(frame: Frame, expression: Expression, at: number, depth: number, expand: Expand): Piece | null {
  const template = expand(frame, expression, at, MAX_DEPTH);
  if (!template) return null;
  const pieces: Piece[] = [];
  let position = 0;
  for (const leaf of template.leaves) {
    pieces.push(text(template.text.slice(position, leaf.start)));
    position = leaf.end;
    const [form] = leaf.forms;
    const local = form && !leaf.typeOnly ? localOf(frame, form) : null;
    const isPointer = local && local.type.pointers + local.type.arrays > 0;
    const inner = local && !isPointer ? ofVariable(frame, local, at, depth + 1, expand) : null;
    const whole = leaf.start === 0 && leaf.end === template.text.length;
    if (inner) pieces.push(...(whole || /^\w*$/.test(inner.text) ? [inner] : [text('('), inner, text(')')]));
    else if (local && !isPointer) return null;
    else {
      const own = template.text.slice(leaf.start, leaf.end);
      pieces.push({ text: own, leaves: [{ ...leaf, start: 0, end: own.length }] });
    }
  }
  pieces.push(text(template.text.slice(position)));
  return join(pieces);
}

/** The condition that a step is taken under, as far as it is the next one up. */
function guardOf(frame: Frame, step: number, depth: number, expand: Expand): Piece | null {
  let at = step;
  for (let hops = 0; hops < 64; hops++) {
    look(frame);
    const [edge, ...others] = frame.flow.steps[at]!.previous;
    if (!edge || others.length > 0) return text('');
    const before = frame.flow.steps[edge.to]!;
    if (before.kind === 'branch' && edge.when !== null) {
      const condition = ofExpression(frame, before.condition, before.id, depth + 1, expand);
      return condition && join([text(edge.when ? '{' : '!{'), condition, text('}')]);
    }
    at = before.id;
  }
  return null;
}

function text(code: string): Piece {
  return { text: code.replace(/\s+/g, ''), leaves: [] };
}

function join(pieces: readonly Piece[]): Piece {
  let code = '';
  const leaves: Leaf[] = [];
  for (const piece of pieces) {
    for (const leaf of piece.leaves)
      leaves.push({ ...leaf, start: leaf.start + code.length, end: leaf.end + code.length });
    code += piece.text;
  }
  return { text: code, leaves };
}
