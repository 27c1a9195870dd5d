import type { CType, Expression } from '@freehandle/c-source';
import { formsOf } from '../flow/canonical.ts';
import { changedBetween } from '../flow/changed.ts';
import { definitionKey } from '../flow/definition-key.ts';
import { look, variableAt, type Frame } from '../flow/frame.ts';
import { macroReads, macroUse } from '../flow/macro-use.ts';
import { reachableFrom, reachingDefinitions } from '../flow/reaching.ts';
import { isNarrow } from '../paths/narrow.ts';
import { denoted, textOf, typeAt } from '../paths/path-of.ts';
import { isAccessor, pathKey, type Path } from '../paths/path.ts';
import { isComposite } from '../paths/spelling.ts';
import { volatileDoubt } from '../paths/volatile.ts';
import { isPureCall, namingMember } from '../vocabulary.ts';
import { allocationOf } from './allocation-call.ts';
import { assignmentsOf } from './assignments.ts';
import { dividedIn, multiplied } from './divided.ts';
import { encodedIn, readBack } from './encoding.ts';
import { lineOf } from './line-of.ts';
import { liveWays } from './live-ways.ts';
import { passedTo } from './passed.ts';
import { copyTemplate, narrowType } from './place-template.ts';
import { rewrittenAfter } from './rewritten-after.ts';
import type { Leaf, Template } from './template.ts';
import { localOf, termOf } from './term.ts';

const MAX_SUBSTITUTIONS = 3;

/**
 * The template of `expression` as evaluated at `step`; null when evaluating it again would do something. `isLast`: nothing
 * else says the value, so that what callers pass for a parameter is asked for.
 */
export function templateOf(
  frame: Frame,
  expression: Expression,
  step: number,
  depth = 0,
  isLast = true,
): Template | null {
  // What was assigned there is not to be assigned again.
  if (expression.kind === 'assign' && expression.operator === '=') {
    return templateOf(frame, expression.left, step, depth, isLast);
  }
  const found: { part: Expression; leaf: Omit<Leaf, 'start' | 'end'> }[] = [];
  let impure = false;
  let doubt: string | null = null;
  // An expression that a conditional runs through is not one expression.
  if (/^[ \t]*#/m.test(frame.context.source.text.slice(expression.start, expression.end))) return null;
  if (!visit(expression)) return null;

  found.sort((a, b) => a.part.start - b.part.start);
  const leaves: Leaf[] = [];
  let text = '';
  let position = expression.start;
  for (const { part, leaf } of found) {
    text = joinCode(text, frame.context.source.text.slice(position, part.start));
    const piece = textOf(frame, part);
    leaves.push({ ...leaf, start: text.length, end: text.length + piece.length });
    text += piece;
    position = part.end;
  }
  text = joinCode(text, frame.context.source.text.slice(position, expression.end)).trimEnd();
  return {
    text,
    leaves,
    step,
    line: lineOf(frame, expression.start),
    copied: false,
    narrow: null,
    composite: isComposite(expression),
    impure,
    doubt,
  };

  /** Collects the leaves of `part`; false when it cannot be written twice. */
  function visit(part: Expression): boolean {
    switch (part.kind) {
      case 'number':
      case 'text':
        return true;
      case 'sizeof':
        if (part.operand)
          found.push({
            part,
            leaf: {
              forms: [],
              typeOnly: true,
              hidden: null,
              rewritten: null,
              term: null,
              substitutes: sizesOf(part, part.operand),
            },
          });
        return true;
      case 'call':
        if (macroUse(frame.context.macros, part).stores.length > 0) return false;
        if (part.callee.kind !== 'name' || !isPureCall(part.callee.name)) impure = true;
        if (part.callee.kind === 'name') hidden(part.callee.name, part.arguments, part);
        return part.arguments.every((argument, position) => isMemberName(part, position) || visit(argument));
      case 'name':
        hidden(part.name, [], part);
        if (!variableAt(frame, part.name, part.start) && !frame.context.globals.has(part.name)) {
          if (isFromElsewhere(frame, part.name)) doubt ??= `${part.name} is declared elsewhere: it may be a variable`;
          return true;
        }
        return place(part);
      case 'member':
      case 'index':
      case 'dereference':
        return place(part);
      case 'address':
        return ['name', 'member', 'index', 'dereference'].includes(part.operand.kind) && visit(part.operand);
      case 'cast':
      case 'unary':
        return visit(part.operand);
      case 'binary':
        return visit(part.left) && visit(part.right);
      case 'conditional':
        return visit(part.condition) && (!part.consequence || visit(part.consequence)) && visit(part.alternative);
      case 'assign':
        return false;
      default:
        return false;
    }
  }

  /** Collects what a macro in the text reads. */
  function hidden(name: string, args: readonly Expression[], part: Expression): void {
    for (const read of macroReads(frame.context.macros, name, args, part)) {
      const denotes = denoted(frame, read.place);
      if (denotes?.kind !== 'place') continue;
      const { root } = denotes.path;
      if (root.kind === 'global' && !frame.context.globals.has(root.name)) continue;
      found.push({
        part: { kind: 'text', start: part.end, end: part.end },
        leaf: {
          forms: formsOf(frame, denotes.path, step),
          typeOnly: false,
          hidden: read.own ? 'name' : 'argument',
          rewritten: rewrittenAfter(frame, denotes.path, step),
          term: null,
          substitutes: [],
        },
      });
    }
  }

  function place(part: Expression): boolean {
    const denotes = denoted(frame, part);
    if (denotes?.kind !== 'place') return false;
    doubt ??= volatileDoubt(frame, denotes.path, textOf(frame, part));
    const holders = depth < MAX_SUBSTITUTIONS ? holdersOf(frame, denotes.path, step, depth) : [];
    const substitutes =
      depth < MAX_SUBSTITUTIONS ? [...holders, ...initialiserOf(denotes.path, isLast && holders.length === 0)] : [];
    const local = depth === 0 ? localOf(frame, denotes.path) : null;
    found.push({
      part,
      leaf: {
        forms: formsOf(frame, denotes.path, step),
        typeOnly: false,
        hidden: null,
        rewritten: rewrittenAfter(frame, denotes.path, step),
        term: local && termOf(frame, local, step, templateOf),
        substitutes,
      },
    });
    return true;
  }

  function initialiserOf(path: Path, isOnly: boolean): Template[] {
    const definitions = reachingDefinitions(frame, path, step);
    const [definition] = definitions;
    if (definitions.length === 1 && definition?.kind === 'entry') return isOnly ? passedAs(path) : [];
    if (definitions.length !== 1 || definition?.kind !== 'value' || definition.rest.length > 0) return [];
    const made = templateOf(frame, definition.value, definition.step, depth + 1, isOnly);
    const type = made && cutOff(path, definition.value);
    const template = type ? { ...made, narrow: type, doubt: `${made.text} was cut to ${type}` } : made;
    // What a call gave then it need not give again.
    return template && !template.impure ? [template] : [];
  }

  function passedAs({ root, steps }: Path): Template[] {
    const variable = root.kind === 'variable' && steps.length === 0 ? frame.flow.variables[root.id] : undefined;
    if (variable?.kind !== 'parameter' || isNarrow(frame, variable.type)) return [];
    const passed = passedTo(frame, variable.position, (...where) => templateOf(...where, MAX_SUBSTITUTIONS));
    return passed ? [passed] : [];
  }

  /** The type of a local that may have cut off what it was set to. */
  function cutOff(path: Path, value: Expression): string | null {
    const variable = path.root.kind === 'variable' && path.steps.length === 0 && frame.flow.variables[path.root.id];
    const type = variable && isNarrow(frame, variable.type) ? variable.type.base : null;
    return type === null || value.kind === 'number' || narrowType(frame, value) === type ? null : type;
  }

  /** `sizeof(*p)` as written where p can be named, else by the name of its type, which has the same size. */
  function sizesOf(whole: Expression, operand: Expression): Template[] {
    const line = lineOf(frame, whole.start);
    const plain = {
      step,
      line,
      copied: false,
      narrow: null,
      composite: false,
      impure: false,
      doubt: null,
    };
    const named = typeText(typeAt(frame, operand));
    const byType = named ? [{ ...plain, text: `sizeof(${named})`, leaves: [] }] : [];
    const denotes = denoted(frame, operand);
    const text = textOf(frame, whole);
    if (denotes?.path.root.kind === 'global' && !frame.context.globals.has(denotes.path.root.name)) {
      return [{ ...plain, text, leaves: [] }];
    }
    if (denotes?.kind !== 'place') return byType;
    const inner = textOf(frame, operand);
    const at = text.indexOf(inner);
    if (at < 0) return byType;
    const leaf: Leaf = {
      start: at,
      end: at + inner.length,
      forms: formsOf(frame, denotes.path, step),
      typeOnly: true,
      hidden: null,
      rewritten: null,
      term: null,
      substitutes: [],
    };
    return [{ ...plain, text, leaves: [leaf] }, ...byType];
  }
}

/** The places that hold, by a plain copy in this function, the value that `path` has at `step`. */
export function holdersOf(frame: Frame, path: Path, step: number, depth = 0): Template[] {
  const key = pathKey(path);
  const same = definitionKey(frame, path, step);
  if (same === '') return [];
  const found: Template[] = [];
  for (const candidate of assignmentsOf(frame)) {
    look(frame);
    // What a function keeps of its arguments it keeps for later; where the value has a name of its own, that is nearer.
    const isLent = !candidate.written && !candidate.target.steps.some(isAccessor);
    if (isLent && (!candidate.certain || path.steps.length > 0)) continue;
    const encoded = encodedIn(frame, candidate.value);
    const divided = encoded || depth > 0 ? null : dividedIn(frame, candidate.value, candidate.step);
    const source = denoted(frame, encoded?.inner ?? divided?.whole ?? candidate.value);
    if (source?.kind !== 'place' || pathKey(source.path) !== key || encoded?.after.startsWith(' <<')) continue;
    const isSame = definitionKey(frame, source.path, candidate.step) === same;
    if (!isSame && !isKeptSince(frame, path, step, candidate.step)) continue;
    const { target } = candidate;
    if (target.steps.length === 0 && target.root.kind === 'variable' && depth > 0) continue;
    const copy = copyTemplate(frame, candidate);
    const factor = divided && templateOf(frame, divided.factor, candidate.step, depth + 1);
    if (divided && !factor) continue;
    found.push(
      encoded
        ? readBack(copy, encoded, 'the size')
        : divided && factor
          ? multiplied(copy, factor, divided.isExact)
          : copy,
    );
  }
  return found;
}

/** Whether `path` still has, at `to`, the value it had at the allocation at `step`, wherever that was made. */
function isKeptSince(frame: Frame, path: Path, step: number, to: number): boolean {
  const allocating = frame.flow.steps[step]!;
  const allocation = allocating.kind === 'call' ? allocationOf(frame, allocating.call) : null;
  if (!allocation || !reachableFrom(frame, step).has(to)) return false;
  const live = liveWays(frame, allocation.call.start, step, to, null);
  return changedBetween(frame, path, step, to, live) === null;
}

function isMemberName({ callee }: Extract<Expression, { kind: 'call' }>, position: number): boolean {
  return position === 1 && callee.kind === 'name' && namingMember.has(callee.name);
}

/** Whether nothing in sight says that the name is a constant, and neither does how it is written. */
function isFromElsewhere({ context }: Frame, name: string): boolean {
  return /^[a-z]/.test(name) && !context.macros.has(name) && !context.unit.enumerators.includes(name);
}

/** A type as one writes it in sizeof; empty when it has no name. */
export function typeText(type: CType): string {
  if (type.base === '' || type.base.includes('@') || type.arrays > 0 || type.isFunction) return '';
  return type.pointers > 0 ? `${type.base} ${'*'.repeat(type.pointers)}` : type.base;
}

function joinCode(before: string, code: string): string {
  const isPlain = !/[\n\\]|\/[*/]/.test(code);
  const flat = isPlain ? code : code.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|\\\r?\n|[\r\n]/g, ' ').replace(/\s+/g, ' ');
  return before + (before === '' ? flat.trimStart() : flat);
}
