import { childOf, type SyntaxNode } from '../parse/syntax-node.ts';
import { BIT_FIELD, type CType } from '../syntax/type.ts';
import type { RecordDefinition, Typedef } from '../syntax/unit.ts';
import { textOf, type Lowering } from './context.ts';
import { baseTypeOf, isVolatileIn, lowerDeclarator } from './declarator.ts';

interface Found {
  readonly records: RecordDefinition[];
  readonly enumerators: string[];
  readonly typedefs: Typedef[];
}

type Member = RecordDefinition['members'][number];

/** Collects the structs, unions and enumerators that a declaration defines, inner ones too. */
export function lowerRecords(context: Lowering, found: Found, node: SyntaxNode): void {
  const type = node.type.endsWith('_specifier') ? node : childOf(node, 'type');
  if (!type) return;
  const body = childOf(type, 'body');
  if (!body) return;
  if (type.type === 'enum_specifier') {
    for (const child of body.children) {
      const name = childOf(child, 'name');
      if (name) found.enumerators.push(textOf(context, name));
    }
    return;
  }
  const name = childOf(type, 'name');
  const keyword = type.type === 'union_specifier' ? 'union' : 'struct';
  const isUnion = keyword === 'union';
  found.records.push({
    name: name ? `${keyword} ${textOf(context, name)}` : `${keyword} @${type.start}`,
    members: isUnion ? overlaid(context, found, body, type.start) : membersOf(context, found, body.children),
    body: { start: body.start, end: body.end },
    start: type.start,
    end: type.end,
  });
}

function membersOf(context: Lowering, found: Found, nodes: readonly SyntaxNode[]): Member[] {
  return nodes.flatMap((node): Member[] => {
    if (node.type.startsWith('preproc_')) return membersOf(context, found, node.children);
    if (node.type !== 'field_declaration') return [];
    const declarators = node.children.filter((child) => child.field === 'declarator');
    const inner = childOf(node, 'type');
    const body = inner && childOf(inner, 'body');
    if (body && declarators.length === 0) {
      const isUnion = inner.type === 'union_specifier';
      return isUnion ? overlaid(context, found, body, inner.start) : membersOf(context, found, body.children);
    }
    if (body) lowerRecords(context, found, node);
    const base = baseTypeOf(context, node);
    const isVolatile = isVolatileIn(context, node);
    return declarators.map((child): Member => {
      const next = node.children[node.children.indexOf(child) + 1];
      const lowered = lowerDeclarator(context, next?.type === 'bitfield_clause' ? BIT_FIELD : base, child, isVolatile);
      const type: CType = lowered.throughPointer ? { ...lowered.type, isFunction: true } : lowered.type;
      const declaration = { start: node.start, end: node.end };
      return { name: lowered.name, type, declaration, declarator: { start: child.start, end: child.end } };
    });
  });
}

/** The members of a union, each with the place that it shares with the others; those of one unnamed struct in it share none. */
function overlaid(context: Lowering, found: Found, body: SyntaxNode, union: number): Member[] {
  return body.children.flatMap((node) =>
    membersOf(context, found, [node]).map((member) => {
      const isPart = !node.children.some((child) => child.field === 'declarator');
      const arm = isPart ? node.start : member.declarator.start;
      return { overlay: { union, arm }, ...member };
    }),
  );
}
