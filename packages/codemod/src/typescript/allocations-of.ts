import { Node, SyntaxKind, type CallExpression, type Identifier } from 'ts-morph';
import type { PairedCalls } from '../migrations/paired-calls.ts';
import { isDeclaredBy } from './declared-by.ts';

/** Where a pointer comes from: its allocations, and the expression that holds the handle of each. */
export interface Allocations {
  readonly calls: readonly CallExpression[];
  /** What the handle is called at the free; null where nothing keeps it. */
  readonly handle: string | null;
}

/** The allocations behind a pointer, all of them or none: null where one of the values it may have is not known. */
export function allocationsOf(pointer: Node, calls: PairedCalls): Allocations | null {
  const node = bare(pointer);
  if (Node.isPropertyAccessExpression(node) && isDeclaredBy(calls, calls.pointer, node.getNameNode().getSymbol())) {
    const buffer = bare(node.getExpression());
    const found = buffersIn(buffer, calls);
    return found && { calls: found, handle: `${buffer.getText()}.${calls.handle}` };
  }
  if (!Node.isIdentifier(node)) return null;
  const declaration = declarationOf(node);
  if (Node.isBindingElement(declaration)) {
    const pattern = declaration.getParent();
    const variable = pattern.getParent();
    if (!Node.isVariableDeclaration(variable) || !Node.isObjectBindingPattern(pattern) || isAssigned(node)) return null;
    if ((declaration.getPropertyNameNode() ?? declaration.getNameNode()).getText() !== calls.pointer) return null;
    const initializer = variable.getInitializer();
    const found = initializer && buffersIn(bare(initializer), calls);
    const beside = pattern
      .getElements()
      .find((one) => (one.getPropertyNameNode() ?? one.getNameNode()).getText() === calls.handle);
    return found ? { calls: found, handle: beside?.getName() ?? null } : null;
  }
  // A copy of a pointer: `const vaddr = buffer.vaddr`.
  if (!Node.isVariableDeclaration(declaration) || isAssigned(node)) return null;
  const copied = declaration.getInitializer();
  return copied ? allocationsOf(copied, calls) : null;
}

/** The calls that a buffer may be the result of. */
function buffersIn(buffer: Node, calls: PairedCalls): CallExpression[] | null {
  if (Node.isCallExpression(buffer)) {
    const callee = buffer.getExpression();
    const name = Node.isPropertyAccessExpression(callee) ? callee.getNameNode() : callee;
    return isDeclaredBy(calls, calls.alloc, name.getSymbol()) ? [buffer] : null;
  }
  const name = Node.isPropertyAccessExpression(buffer) ? buffer.getNameNode() : buffer;
  if (!Node.isIdentifier(name)) return null;
  const values = valuesOf(name);
  const found = values?.map((value) => buffersIn(bare(value), calls)) ?? [];
  return found.length === 0 || found.includes(null) ? null : found.flatMap((one) => one ?? []);
}

/** Every value that a variable or a member is given; null where one cannot be seen, as in a parameter. */
function valuesOf(name: Identifier): Node[] | null {
  const declaration = declarationOf(name);
  const values: Node[] = [];
  if (Node.isVariableDeclaration(declaration) || Node.isPropertyDeclaration(declaration)) {
    const initializer = declaration.getInitializer();
    if (initializer) values.push(initializer);
  } else if (!Node.isPropertySignature(declaration) && !Node.isPropertyAssignment(declaration)) return null;
  for (const reference of name.findReferencesAsNodes()) {
    const parent = reference.getParent();
    const target = Node.isPropertyAccessExpression(parent) && parent.getNameNode() === reference ? parent : reference;
    const outer = target.getParent();
    if (Node.isBinaryExpression(outer) && outer.getLeft() === target) {
      if (outer.getOperatorToken().getKind() !== SyntaxKind.EqualsToken) return null;
      values.push(outer.getRight());
    } else if (Node.isPropertyAssignment(outer) && outer.getNameNode() === reference) {
      values.push(outer.getInitializerOrThrow());
    } else if (Node.isShorthandPropertyAssignment(outer)) return null;
  }
  return values;
}

function declarationOf(name: Identifier): Node | undefined {
  const symbol = name.getSymbol();
  const declarations = (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? [];
  return declarations.length === 1 ? declarations[0] : undefined;
}

/** Whether a variable is given a value after its declaration. */
export function isAssigned(name: Identifier): boolean {
  return name.findReferencesAsNodes().some((reference) => {
    const parent = reference.getParent();
    if (Node.isBinaryExpression(parent)) {
      const operator = parent.getOperatorToken().getKind();
      return (
        parent.getLeft() === reference &&
        operator >= SyntaxKind.FirstAssignment &&
        operator <= SyntaxKind.LastAssignment
      );
    }
    return (
      (Node.isPrefixUnaryExpression(parent) || Node.isPostfixUnaryExpression(parent)) &&
      [SyntaxKind.PlusPlusToken, SyntaxKind.MinusMinusToken].includes(parent.getOperatorToken())
    );
  });
}

/** An expression without parentheses, `!` and `as`. */
export function bare(node: Node): Node {
  return Node.isParenthesizedExpression(node) || Node.isNonNullExpression(node) || Node.isAsExpression(node)
    ? bare(node.getExpression())
    : node;
}
