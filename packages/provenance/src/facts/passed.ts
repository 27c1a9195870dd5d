import { contains, identifierOffsets, type Expression } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { denoted } from '../paths/path-of.ts';
import { withoutBlanks } from '../paths/spelling.ts';
import { unchangedParameter } from './in-terms-of-parameters.ts';
import type { Template } from './template.ts';

/** Writes an expression as evaluated at a step, without asking again what is passed. */
type Write = (frame: Frame, expression: Expression, step: number) => Template | null;

const MAX_DEPTH = 3;

/**
 * The constant that every call of the function gives the parameter at `position`; null when they differ, give something
 * else, or there is none. Calls that are not seen, of a function of other files too or of one that is also named, are a doubt.
 */
export function passedTo(frame: Frame, position: number, write: Write, depth = 0): Template | null {
  const { context, definition } = frame;
  const calls = (context.callers.get(definition.name) ?? []).filter((one) => one.frame !== frame);
  const given = calls.map(({ frame: caller, step, call }) => {
    const argument = call.arguments[position];
    return argument && depth < MAX_DEPTH ? constantOf(caller, argument, step, write, depth) : null;
  });
  const [first] = given;
  if (!first || !given.every((one) => one && withoutBlanks(one.text) === withoutBlanks(first.text))) return null;
  const found = given.find((one) => one?.doubt) ?? first;
  if (found.doubt || isSeenWhole(frame)) return found;
  const name = definition.parameters[position]?.name ?? '';
  return { ...found, doubt: `what other callers of ${definition.name} pass for ${name} was not seen` };
}

function constantOf(caller: Frame, argument: Expression, step: number, write: Write, depth: number): Template | null {
  const place = denoted(caller, argument);
  const own = place?.kind === 'place' ? unchangedParameter(caller, place.path, step) : null;
  if (own !== null) return passedTo(caller, own, write, depth + 1);
  const given = write(caller, argument, step);
  return given && given.leaves.length === 0 && !given.impure ? given : null;
}

/** Whether the function is called from its own file only, and every mention of it there is one of the calls. */
function isSeenWhole({ context, definition }: Frame): boolean {
  if (!definition.isStatic) return false;
  const { unit, callers, source } = context;
  const called = new Set((callers.get(definition.name) ?? []).map(({ call }) => call.callee.start));
  return identifierOffsets(source.text, definition.name).every((start) => {
    const span = { start, end: start + definition.name.length };
    return (
      called.has(start) ||
      unit.functions.some((one) => contains(one.nameSpan, span)) ||
      unit.prototypes.some((one) => !one.isPointer && one.name === definition.name && contains(one, span))
    );
  });
}
