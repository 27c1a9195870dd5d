import type { Span } from '../span.ts';
import type { Statement } from './statement.ts';
import type { CType } from './type.ts';

/** `.member = value`, `[index] = value` or a plain value of an initialiser. */
export interface InitializerItem {
  /** The member named, null when positional or indexed. */
  readonly member: string | null;
  readonly value: Expression;
}

/** What an expression is, without its place. Parentheses are dropped; the span keeps them outside. */
export type ExpressionShape =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'text' }
  | { readonly kind: 'member'; readonly object: Expression; readonly member: string; readonly arrow: boolean }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression }
  | { readonly kind: 'dereference'; readonly operand: Expression }
  | { readonly kind: 'address'; readonly operand: Expression }
  | {
      readonly kind: 'call';
      readonly callee: Expression;
      readonly arguments: readonly Expression[];
      readonly argumentList: Span;
    }
  | { readonly kind: 'cast'; readonly type: CType; readonly operand: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'assign'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'update'; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly consequence: Expression | null;
      readonly alternative: Expression;
    }
  | { readonly kind: 'sizeof'; readonly type: CType | null; readonly operand: Expression | null }
  | { readonly kind: 'comma'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'initializer'; readonly items: readonly InitializerItem[] }
  | { readonly kind: 'statements'; readonly body: readonly Statement[] }
  | { readonly kind: 'opaque'; readonly parts: readonly Expression[] };

/** An expression and the bytes it takes. */
export type Expression = ExpressionShape & Span;

/** The direct sub-expressions, in the order they stand in the text. */
export function subexpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'name':
    case 'number':
    case 'text':
    case 'statements':
      return [];
    case 'member':
      return [expression.object];
    case 'index':
      return [expression.object, expression.index];
    case 'dereference':
    case 'address':
    case 'cast':
    case 'unary':
    case 'update':
      return [expression.operand];
    case 'call':
      return [expression.callee, ...expression.arguments];
    case 'binary':
    case 'assign':
    case 'comma':
      return [expression.left, expression.right];
    case 'conditional':
      return [
        expression.condition,
        ...(expression.consequence ? [expression.consequence] : []),
        expression.alternative,
      ];
    case 'sizeof':
      return expression.operand ? [expression.operand] : [];
    case 'initializer':
      return expression.items.map((item) => item.value);
    case 'opaque':
      return expression.parts;
  }
}

/** The expression and all within it, each before what it is made of, in the order of the text. */
export function everyExpression(outermost: Expression): readonly Expression[] {
  const found: Expression[] = [];
  const pending = [outermost];
  for (let one = pending.pop(); one; one = pending.pop()) {
    found.push(one);
    const parts = subexpressions(one);
    for (let i = parts.length - 1; i >= 0; i--) pending.push(parts[i]!);
  }
  return found;
}

/** The expression without the casts around it. */
export function withoutCasts(expression: Expression): Expression {
  return expression.kind === 'cast' ? withoutCasts(expression.operand) : expression;
}
