import { Node, ts, type Identifier } from 'ts-morph';
import { isAssigned } from './allocations-of.ts';

/** Why an expression cannot be written at another place with the same value. */
export type Unlike = 'size-not-expressible' | 'size-changed';

/**
 * Whether an expression means the same at `there`: made of numbers, operators and names that are in scope there and
 * are never given another value. Null when it does.
 */
export function unlikeThere(expression: Node, there: Node): Unlike | null {
  const names = [expression, ...expression.getDescendants()].filter(Node.isIdentifier);
  if ([expression, ...expression.getDescendants()].some(mayAct)) return 'size-not-expressible';
  for (const name of names) {
    const parent = name.getParent();
    const isMember = Node.isPropertyAccessExpression(parent) && parent.getNameNode() === name;
    if (!isMember && !isVisible(name, there)) return 'size-not-expressible';
    if (isMember ? !isReadonly(name) : isAssigned(name)) return 'size-changed';
  }
  return null;
}

function mayAct(node: Node): boolean {
  return (
    Node.isCallExpression(node) ||
    Node.isNewExpression(node) ||
    Node.isAwaitExpression(node) ||
    Node.isThisExpression(node)
  );
}

function isVisible(name: Identifier, there: Node): boolean {
  const symbol = name.getSymbol();
  const [declaration, another] = symbol?.getDeclarations() ?? [];
  if (symbol === undefined || declaration === undefined || another !== undefined) return false;
  const here = there.getSymbolsInScope(ts.SymbolFlags.Value).find((one) => one.getName() === name.getText());
  return here !== undefined && here.getDeclarations()[0] === declaration;
}

/** Whether a member is one that TypeScript lets nobody assign: `readonly`, or of an enum. */
function isReadonly(name: Identifier): boolean {
  const [declaration] = name.getSymbol()?.getDeclarations() ?? [];
  if (Node.isEnumMember(declaration)) return true;
  return (Node.isPropertySignature(declaration) || Node.isPropertyDeclaration(declaration)) && declaration.isReadonly();
}
