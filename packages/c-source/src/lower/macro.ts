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
    parameters: list && list.children.map((child) => textOf(context, child)),
    parameterList: { start: list?.start ?? after, end: after },
    body: { start: value?.start ?? after, end: value?.end ?? after },
    text: value ? textOf(context, value) : '',
    config,
    start: node.start,
    end: node.end,
  };
}
