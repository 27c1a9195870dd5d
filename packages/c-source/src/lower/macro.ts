import { childOf, type SyntaxNode } from '../parse/syntax-node.ts';
import type { MacroDefinition } from '../syntax/unit.ts';
import { textOf, type Lowering } from './context.ts';

/** Lowers a `#define`; the body stays text. */
export function lowerMacro(context: Lowering, node: SyntaxNode, config: readonly string[]): MacroDefinition {
  const name = childOf(node, 'name') ?? node;
  const list = childOf(node, 'parameters');
  const found = childOf(node, 'value');
  // Where there was no more than a comment, the mask put one character.
  const value = found && /^(?:\s|\/\*[^]*?\*\/|\/\/[^\n]*)*$/.test(textOf(context, found)) ? null : found;
  const after = list?.end ?? name.end;
  return {
    name: textOf(context, name),
    nameSpan: { start: name.start, end: name.end },
    parameters: list && parametersOf(context, list),
    isVariadic: list !== null && /\.\.\.\s*\)$/.test(textOf(context, list)),
    parameterList: { start: list?.start ?? after, end: after },
    body: { start: value?.start ?? after, end: value?.end ?? after },
    text: value ? textOf(context, value) : '',
    config,
    start: node.start,
    end: node.end,
  };
}

/** The names in a list of parameters, null where the list is more or less than names between commas: no compiler takes it. */
function parametersOf(context: Lowering, list: SyntaxNode): string[] | null {
  const text = textOf(context, list).replace(/\/\*[^]*?\*\/|\\\r?\n/g, ' ');
  const own = /^\(\s*(?:(?:[A-Za-z_$][\w$]*\s*,\s*)*(?:[A-Za-z_$][\w$]*\s*(?:\.\.\.)?|\.\.\.)\s*)?\)$/.test(text);
  return own ? list.children.map((child) => textOf(context, child)) : null;
}
