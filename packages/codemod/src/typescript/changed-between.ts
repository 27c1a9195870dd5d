import { Node } from 'ts-morph';

/**
 * Whether anything after `from` and before `call`, or around it in a loop that begins between the two, may give the pointer
 * another value: an assignment to it or to what it is a part of and, where it is a part of something, any call.
 */
export function mayChangeBetween(from: Node, call: Node, pointer: string): boolean {
  const whole = call.getAncestors().find((one) => Node.isFunctionLikeDeclaration(one)) ?? call.getSourceFile();
  const loops = call.getAncestors().filter((one) => Node.isIterationStatement(one) && one.getStart() >= from.getEnd());
  const end = Math.max(call.getStart(), ...loops.map((one) => one.getEnd()));
  const isPart = /[.[]/.test(pointer);
  return whole.getDescendants().some((node) => {
    if (node === call || node.getStart() < from.getEnd() || node.getStart() >= end) return false;
    if (isPart && (Node.isCallExpression(node) || Node.isNewExpression(node) || Node.isAwaitExpression(node)))
      return true;
    return targetsOf(node).some((target) => touches(target, pointer));
  });
}

/** What a node assigns to, as written. */
function targetsOf(node: Node): string[] {
  if (
    Node.isBinaryExpression(node) &&
    /^(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)?=$/.test(node.getOperatorToken().getText())
  )
    return namesIn(node.getLeft());
  if (Node.isPrefixUnaryExpression(node) || Node.isPostfixUnaryExpression(node)) {
    return /^(?:\+\+|--)|(?:\+\+|--)$/.test(node.getText()) ? [node.getOperand().getText()] : [];
  }
  return [];
}

/** A place, or the places in a pattern: `[a, b.c] = …`. */
function namesIn(left: Node): string[] {
  const isPattern = Node.isObjectLiteralExpression(left) || Node.isArrayLiteralExpression(left);
  if (!isPattern) return [left.getText()];
  return left
    .getDescendants()
    .filter(
      (one) => Node.isIdentifier(one) || Node.isPropertyAccessExpression(one) || Node.isElementAccessExpression(one),
    )
    .map((one) => one.getText());
}

function touches(target: string, pointer: string): boolean {
  return pointer === target || pointer.startsWith(`${target}.`) || pointer.startsWith(`${target}[`);
}
