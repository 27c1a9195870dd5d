import { withoutCasts, type CType, type Expression } from '@freehandle/c-source';
import { nameTypeAt, variableAt, type Frame } from '../flow/frame.ts';
import type { ParameterPlace } from './parameter-place.ts';
import { accessors, sameBlock, unmapAddresses } from '../vocabulary.ts';
import { extend, type Path, type PathStep } from './path.ts';
import { recordOf, typeOf } from './types.ts';

/** What an expression denotes: a place, the address of a place, or neither. */
export interface Denoted {
  readonly kind: 'place' | 'address';
  readonly path: Path;
}

/** The place or address that an expression denotes; casts are looked through. Null for computed values. */
export function denoted(frame: Frame, expression: Expression): Denoted | null {
  const known = frame.denotations.get(expression);
  if (known !== undefined) return known;
  const found = denotedBy(frame, withoutCasts(expression));
  frame.denotations.set(expression, found);
  return found;
}

function denotedBy(frame: Frame, bare: Expression): Denoted | null {
  switch (bare.kind) {
    case 'name': {
      if (bare.name === 'NULL') return null;
      const variable = variableAt(frame, bare.name, bare.start);
      const root = variable
        ? ({
            kind: 'variable',
            name: bare.name,
            id: variable.id,
            record: recordPointedTo(frame, variable.type),
          } as const)
        : ({ kind: 'global', name: bare.name } as const);
      return place({ root, steps: [] });
    }
    case 'member': {
      const owner = recordOf(frame.context.types.resolve(typeAt(frame, bare.object)));
      const overlay = frame.context.types.overlay(owner, bare.member);
      const member = { kind: 'member', name: bare.member, owner, ...(overlay ? { overlay } : {}) } as const;
      const object = denoted(frame, bare.object);
      if (!object) return null;
      if (!bare.arrow) return object.kind === 'place' ? place(extend(object.path, [member])) : null;
      return place(extend(target(object), [member]));
    }
    case 'dereference': {
      const operand = denoted(frame, bare.operand);
      if (operand) return place(target(operand));
      return null;
    }
    case 'address': {
      const operand = denoted(frame, bare.operand);
      return operand?.kind === 'place' ? addressOf(operand.path) : null;
    }
    case 'index': {
      const object = denoted(frame, bare.object);
      if (object?.kind !== 'place') return null;
      return place(extend(object.path, [{ kind: 'index', text: textOf(frame, bare.index), index: bare.index }]));
    }
    case 'binary': {
      // `array + i` is `&array[i]`.
      if (bare.operator !== '+') return null;
      const base = denoted(frame, bare.left);
      const type = frame.context.types.resolve(typeAt(frame, bare.left));
      if (base?.kind !== 'place' || type.pointers + type.arrays === 0) return null;
      return {
        kind: 'address',
        path: extend(base.path, [{ kind: 'index', text: textOf(frame, bare.right), index: bare.right }]),
      };
    }
    case 'call': {
      const part = accessed(frame, bare);
      if (part) return part;
      // An accessor's result, such as netdev_priv(dev), is an object named by the call's own text.
      return place({ root: { kind: 'call', name: textOf(frame, bare) }, steps: [] });
    }
    case 'assign':
      return bare.operator === '=' ? denoted(frame, bare.left) : null;
    default:
      return null;
  }
}

/** What an accessor macro or an accessor function of the file names. */
function accessed(frame: Frame, call: Extract<Expression, { kind: 'call' }>): Denoted | null {
  if (call.callee.kind !== 'name') return null;
  const { name } = call.callee;
  const [first, ...others] = call.arguments;
  if (!first) return null;
  const unmapped = unmapReaders.has(name) && others[0] ? denotedUnmap(frame, first, others[0], name) : null;
  if (unmapped) return place(unmapped);
  const record = accessors.get(name);
  if (record !== undefined && others.length === 0) {
    const object = denoted(frame, first);
    return object && place(extend(target(object), [{ kind: 'member', name: `${name}()`, owner: record }]));
  }
  if (sameBlock.has(name)) {
    const page = denoted(frame, first)?.path;
    const last = page?.steps[page.steps.length - 1];
    if (!page || last?.kind !== 'member' || last.name !== 'sg_page()') return null;
    return place({ root: page.root, steps: [...page.steps.slice(0, -1), { ...last, name: 'sg_virt()' }] });
  }
  const returned = frame.context.accessors.get(name);
  return returned ? denotedReturn(frame, call, returned) : null;
}

const unmapReaders: ReadonlySet<string> = new Set(unmapAddresses.values());

/** `dma_unmap_addr(object, member)`, by the name of the macro: the member, or nothing where the configuration keeps none. */
export function denotedUnmap(frame: Frame, object: Expression, member: Expression, reader: string): Path | null {
  const given = denoted(frame, object);
  if (!given || member.kind !== 'name') return null;
  const type = frame.context.types.resolve(typeAt(frame, object));
  const name = `${reader}(, ${member.name})`;
  return extend(target(given), [{ kind: 'member', name, owner: recordOf(type) }]);
}

/** `f(x)` where f returns nothing but a member of what its parameter points to. */
function denotedReturn(
  frame: Frame,
  call: Extract<Expression, { kind: 'call' }>,
  returned: ParameterPlace,
): Denoted | null {
  const path = inCall(frame, call, returned);
  return path && place(path);
}

/** The expression without what only gives another name of the same block: casts, virt_to_page() and the like. */
export function blockOf(expression: Expression): Expression {
  const bare = withoutCasts(expression);
  if (bare.kind !== 'call' || bare.callee.kind !== 'name' || !sameBlock.has(bare.callee.name)) return bare;
  const [first] = bare.arguments;
  const isPage = first?.kind === 'call' && first.callee.kind === 'name' && first.callee.name === 'sg_page';
  return first && !isPage ? blockOf(first) : bare;
}

/** The record that a value of this type points to, empty when it is no pointer to one. */
export function recordPointedTo(frame: Frame, type: CType): string {
  const resolved = frame.context.types.resolve(type);
  return resolved.pointers === 1 && resolved.arrays === 0 ? resolved.base : '';
}

/** The type of an expression in this function. */
export function typeAt(frame: Frame, expression: Expression): ReturnType<typeof typeOf> {
  return typeOf(expression, frame.context.types, (name, offset) => nameTypeAt(frame, name, offset));
}

/** The text of an expression on one line, without comments. */
export function textOf(frame: Frame, expression: { readonly start: number; readonly end: number }): string {
  return oneLine(frame.context.source.text.slice(expression.start, expression.end));
}

/** Code on one line: comments and line ends become one blank. */
export function oneLine(code: string): string {
  if (!/[\n/\\\t]/.test(code)) return code;
  return code
    .replace(/\/\*[^]*?\*\/|\/\/[^\n]*|\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function place(path: Path): Denoted {
  return { kind: 'place', path };
}

function addressOf(path: Path): Denoted {
  const last = path.steps[path.steps.length - 1];
  if (last?.kind === 'dereference') return place({ root: path.root, steps: path.steps.slice(0, -1) });
  return { kind: 'address', path };
}

/** What the denoted pointer points to. */
export function target(pointer: Denoted): Path {
  return pointer.kind === 'address' ? pointer.path : extend(pointer.path, [{ kind: 'dereference' }]);
}

/** What the place is called where the function is called; null when that has no name. */
export function inCall(
  frame: Frame,
  call: Extract<Expression, { kind: 'call' }>,
  { parameter, steps }: ParameterPlace,
): Path | null {
  const argument = call.arguments[parameter];
  const given = argument && denoted(frame, argument);
  if (!given) return null;
  const own: PathStep[] = [];
  for (const step of steps) {
    const position = step.kind === 'index' && /^#\d+$/.test(step.text) ? Number(step.text.slice(1)) : null;
    const index = position === null ? null : call.arguments[position];
    if (index === undefined) return null;
    own.push(index ? { kind: 'index', text: textOf(frame, index), index } : step);
  }
  if (own.length === 0) return given.kind === 'place' ? given.path : null;
  if (own[0]!.kind === 'dereference') return extend(target(given), own.slice(1));
  return given.kind === 'place' ? extend(given.path, own) : null;
}
