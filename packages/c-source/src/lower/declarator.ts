import { childOf, type SyntaxNode } from '../parse/syntax-node.ts';
import { unknownType, type CType } from '../syntax/type.ts';
import type { CParameter } from '../syntax/unit.ts';
import { textOf, type Lowering } from './context.ts';

/** A declarator taken apart: the name, its type, and the parameter list when it declares a function or a pointer to one. */
export interface LoweredDeclarator {
  readonly name: string;
  readonly nameNode: SyntaxNode | null;
  readonly type: CType;
  readonly parameterList: SyntaxNode | null;
  /** `void (*name)(…)` rather than `void name(…)`. */
  readonly throughPointer: boolean;
}

/** The type that the specifiers of a declaration name, without qualifiers. */
export function baseTypeOf(context: Lowering, node: SyntaxNode): string {
  const type = childOf(node, 'type');
  if (!type) return '';
  if (type.type === 'struct_specifier' || type.type === 'union_specifier' || type.type === 'enum_specifier') {
    const name = childOf(type, 'name');
    const keyword = type.type.slice(0, type.type.indexOf('_'));
    return name ? `${keyword} ${textOf(context, name)}` : `${keyword} @${type.start}`;
  }
  // `unsigned /* bits */ short` is one type, however it is laid out.
  return textOf(context, type)
    .replace(/\/\*[^]*?\*\/|\/\/[^\n]*|\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ');
}

/** Whether the specifiers of a declaration say that what it declares, or what that points to, is volatile. */
export function isVolatileIn(context: Lowering, node: SyntaxNode): boolean {
  return node.children.some((child) => child.type === 'type_qualifier' && textOf(context, child) === 'volatile');
}

/** Takes a declarator apart; `node` may be null for an unnamed parameter. */
export function lowerDeclarator(
  context: Lowering,
  base: string,
  node: SyntaxNode | null,
  isVolatile = false,
): LoweredDeclarator {
  let pointers = 0;
  let arrays = 0;
  let parameterList: SyntaxNode | null = null;
  let throughPointer = false;
  for (let at = node; at;) {
    switch (at.type) {
      case 'pointer_declarator':
      case 'abstract_pointer_declarator':
        if (parameterList) throughPointer = true;
        else pointers++;
        break;
      case 'array_declarator':
      case 'abstract_array_declarator':
        arrays++;
        break;
      case 'function_declarator':
      case 'abstract_function_declarator':
        parameterList ??= childOf(at, 'parameters');
        break;
      case 'identifier': {
        const nameNode = { ...at, start: wordStart(context.text, at.start) };
        return { name: textOf(context, nameNode), nameNode, type: finish(), parameterList, throughPointer };
      }
      case 'field_identifier':
      case 'type_identifier':
      case 'primitive_type':
        return { name: textOf(context, at), nameNode: at, type: finish(), parameterList, throughPointer };
      default:
    }
    at = childOf(at, 'declarator') ?? at.children.find(isDeclarator) ?? null;
  }
  return { name: '', nameNode: null, type: finish(), parameterList, throughPointer };

  function finish(): CType {
    return { base, pointers, arrays, isFunction: parameterList !== null, ...(isVolatile ? { isVolatile } : {}) };
  }
}

/** Where the word begins that a declared name ends: a mask may have written a type over its first letters. */
function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && /\w/.test(text[start - 1]!)) start--;
  return start;
}

function isDeclarator(node: SyntaxNode): boolean {
  return node.type.endsWith('declarator') || node.type === 'identifier' || node.type === 'field_identifier';
}

/**
 * The parameters of a parameter list; `(void)` gives none. `declared` are the declarations between list and body, where
 * the old style `f(a, b) int a, b; { … }` has the types.
 */
export function lowerParameters(
  context: Lowering,
  list: SyntaxNode,
  declared: readonly { readonly name: string; readonly type: CType }[] = [],
): CParameter[] {
  const parameters: CParameter[] = [];
  for (const child of list.children) {
    if (child.type === 'identifier') {
      const name = textOf(context, child);
      const type = declared.find((one) => one.name === name)?.type ?? unknownType;
      parameters.push({ name, type, start: child.start, end: child.end });
    }
    if (child.type !== 'parameter_declaration') continue;
    const base = baseTypeOf(context, child);
    const lowered = lowerDeclarator(context, base, childOf(child, 'declarator'), isVolatileIn(context, child));
    if (lowered.name === '' && lowered.type.base === 'void' && lowered.type.pointers === 0) continue;
    parameters.push({ name: lowered.name, type: lowered.type, start: child.start, end: child.end });
  }
  return parameters;
}

/** The type named by a `type_descriptor`, as in a cast or in sizeof. */
export function lowerTypeDescriptor(context: Lowering, node: SyntaxNode): CType {
  const declarator = childOf(node, 'declarator');
  return lowerDeclarator(context, baseTypeOf(context, node), declarator, isVolatileIn(context, node)).type;
}
