import { childOf, type SyntaxNode } from '../parse/syntax-node.ts';
import type { Expression, ExpressionShape, InitializerItem } from '../syntax/expression.ts';
import { textOf, type Lowering } from './context.ts';
import { lowerTypeDescriptor } from './declarator.ts';

/** Lowers an expression; parentheses vanish, what is not understood becomes `opaque` with its parts. */
export function lowerExpression(context: Lowering, node: SyntaxNode): Expression {
  if (node.type === 'parenthesized_expression' && node.children.length === 1) {
    const inner = node.children[0]!;
    if (inner.type === 'compound_statement')
      return at(node, { kind: 'statements', body: context.lowerBody(context, inner.children) });
    return lowerExpression(context, inner);
  }
  return at(node, shapeOf(context, node));
}

function at(node: SyntaxNode, shape: ExpressionShape): Expression {
  return Object.assign(shape, { start: node.start, end: node.end });
}

function shapeOf(context: Lowering, node: SyntaxNode): ExpressionShape {
  const lower = (field: string): Expression => {
    const child = childOf(node, field);
    return child ? lowerExpression(context, child) : { kind: 'opaque', parts: [], start: node.start, end: node.end };
  };
  const operator = (): string => {
    const child = childOf(node, 'operator');
    return child ? textOf(context, child) : '';
  };
  switch (node.type) {
    case 'identifier':
    case 'field_identifier':
    case 'type_identifier':
    case 'null':
    case 'true':
    case 'false':
      return { kind: 'name', name: textOf(context, node) };
    case 'number_literal':
    case 'char_literal':
      return { kind: 'number', text: textOf(context, node) };
    case 'string_literal':
    case 'concatenated_string':
      return { kind: 'text' };
    case 'field_expression': {
      const field = childOf(node, 'field');
      return {
        kind: 'member',
        object: lower('argument'),
        member: field ? textOf(context, field) : '',
        arrow: operator() === '->',
      };
    }
    case 'subscript_expression':
      return { kind: 'index', object: lower('argument'), index: lower('index') };
    case 'pointer_expression':
      return { kind: operator() === '&' ? 'address' : 'dereference', operand: lower('argument') };
    case 'call_expression': {
      const list = childOf(node, 'arguments');
      const parts = list ? list.children.map((child) => lowerExpression(context, child)) : [];
      const argumentList = list ?? { start: node.end, end: node.end };
      return {
        kind: 'call',
        callee: lower('function'),
        arguments: parts,
        argumentList: { start: argumentList.start, end: argumentList.end },
      };
    }
    case 'cast_expression': {
      const type = childOf(node, 'type');
      return {
        kind: 'cast',
        type: type ? lowerTypeDescriptor(context, type) : { base: '', pointers: 0, arrays: 0, isFunction: false },
        operand: lower('value'),
      };
    }
    case 'unary_expression':
      return { kind: 'unary', operator: operator(), operand: lower('argument') };
    case 'binary_expression':
      return { kind: 'binary', operator: operator(), left: lower('left'), right: lower('right') };
    case 'assignment_expression':
      return { kind: 'assign', operator: operator(), left: lower('left'), right: lower('right') };
    case 'update_expression':
      return { kind: 'update', operator: operator(), operand: lower('argument') };
    case 'conditional_expression': {
      const consequence = childOf(node, 'consequence');
      return {
        kind: 'conditional',
        condition: lower('condition'),
        consequence: consequence ? lowerExpression(context, consequence) : null,
        alternative: lower('alternative'),
      };
    }
    case 'sizeof_expression': {
      const type = childOf(node, 'type');
      const value = childOf(node, 'value');
      return {
        kind: 'sizeof',
        type: type ? lowerTypeDescriptor(context, type) : null,
        operand: value ? lowerExpression(context, value) : null,
      };
    }
    case 'gnu_asm_expression':
      return assembly(context, node);
    case 'comma_expression':
      return { kind: 'comma', left: lower('left'), right: lower('right') };
    case 'compound_literal_expression': {
      const value = childOf(node, 'value');
      return { kind: 'initializer', items: value ? itemsOf(context, value) : [] };
    }
    case 'initializer_list':
      return { kind: 'initializer', items: itemsOf(context, node) };
    default:
      return {
        kind: 'opaque',
        parts: node.children.filter(isExpressionNode).map((child) => lowerExpression(context, child)),
      };
  }
}

/** An assembly statement stores to its output operands, in a way that is not followed. */
function assembly(context: Lowering, node: SyntaxNode): ExpressionShape {
  const operands = (field: string): Expression[] =>
    (childOf(node, field)?.children ?? []).flatMap((operand) => {
      const value = childOf(operand, 'value');
      return value ? [lowerExpression(context, value)] : [];
    });
  const stores = operands('output_operands').map((left): Expression => {
    const right: Expression = { kind: 'opaque', parts: [], start: node.start, end: node.end };
    return at(node, { kind: 'assign', operator: 'asm', left, right });
  });
  return { kind: 'opaque', parts: [...operands('input_operands'), ...stores] };
}

function itemsOf(context: Lowering, list: SyntaxNode): InitializerItem[] {
  return list.children.map((child) => {
    if (child.type !== 'initializer_pair') return { member: null, value: lowerExpression(context, child) };
    const designator = child.children.find((part) => part.field === 'designator');
    const field = designator?.type === 'field_designator' ? designator.children[0] : designator;
    const value = childOf(child, 'value') ?? child.children[child.children.length - 1] ?? child;
    const named = field && (field.type === 'field_identifier' || field.type === 'identifier');
    return { member: named ? textOf(context, field) : null, value: lowerExpression(context, value) };
  });
}

function isExpressionNode(node: SyntaxNode): boolean {
  return node.children.length > 0 || node.type === 'identifier';
}
