import { Node } from 'ts-morph';
import { mayChangeBetween } from './changed-between.ts';

/**
 * Whether a call is made only when the pointer is not NULL: under a test of it, or after a way out without it, and nothing in
 * between may give it another value.
 */
export function isGuarded(call: Node, pointer: string): boolean {
  const met = new RegExp(`^(?:!!)?${escaped(pointer)}(?:\\s*(?:!==?|>)\\s*(?:0|NULL))?$`);
  const missed = new RegExp(`^(?:!\\s*${escaped(pointer)}|${escaped(pointer)}\\s*===?\\s*(?:0|NULL))$`);
  for (let node = call; ;) {
    const parent = node.getParent();
    if (parent === undefined || Node.isFunctionLikeDeclaration(parent)) return false;
    if (
      Node.isIfStatement(parent) &&
      parent.getThenStatement() === node &&
      met.test(parent.getExpression().getText()) &&
      !mayChangeBetween(parent.getExpression(), call, pointer)
    ) {
      return true;
    }
    if (Node.isBlock(parent) || Node.isSourceFile(parent)) {
      const before = parent.getStatements().filter((statement) => statement.getEnd() <= node.getStart());
      if (
        before.some(
          (one) =>
            Node.isIfStatement(one) &&
            missed.test(one.getExpression().getText()) &&
            leaves(one.getThenStatement()) &&
            !mayChangeBetween(one, call, pointer),
        )
      ) {
        return true;
      }
    }
    node = parent;
  }
}

function leaves(statement: Node): boolean {
  const last = Node.isBlock(statement) ? statement.getStatements().at(-1) : statement;
  return (
    Node.isReturnStatement(last) ||
    Node.isThrowStatement(last) ||
    Node.isContinueStatement(last) ||
    Node.isBreakStatement(last)
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
