import { withoutCasts, type Expression, type FunctionDefinition } from '@freehandle/c-source';
import { declarationsIn, everyExpressionIn } from './statements.ts';

/**
 * Members through which a driver's own data points back to the object it was allocated together with: after
 * `p = netdev_priv(dev); p->ndev = dev;` freeing `p->ndev` frees `p` as well. By name.
 */
export function backPointers(functions: readonly FunctionDefinition[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { body } of functions) {
    const owners = new Map<string, string>();
    const own = (name: string, value: Expression): void => {
      const bare = withoutCasts(value);
      if (bare.kind !== 'call' || bare.callee.kind !== 'name' || !/_priv$/.test(bare.callee.name)) return;
      const [object] = bare.arguments;
      if (object?.kind === 'name') owners.set(name, object.name);
    };
    for (const { name, initial } of declarationsIn(body)) if (initial) own(name, initial);
    const stores: Extract<Expression, { kind: 'assign' }>[] = [];
    for (const expression of everyExpressionIn(body)) {
      if (expression.kind !== 'assign' || expression.operator !== '=') continue;
      if (expression.left.kind === 'name') own(expression.left.name, expression.right);
      stores.push(expression);
    }
    for (const { left, right } of stores) {
      if (left.kind !== 'member' || left.object.kind !== 'name' || right.kind !== 'name') continue;
      if (owners.get(left.object.name) === right.name) found.add(left.member);
    }
  }
  return found;
}
