import { Node, type CallExpression, type Identifier, type SourceFile } from 'ts-morph';
import type { PairedCalls } from '../migrations/paired-calls.ts';
import { isDeclaredBy } from './declared-by.ts';

/** A call of the old form, with the pointer as its only argument. */
export interface OldCall {
  readonly kind: 'call';
  readonly node: CallExpression;
  readonly pointer: Node;
}

/** A place where the function goes on as a value: what calls it there is not known. */
export interface OldValue {
  readonly kind: 'value';
  readonly node: Node;
}

/** The uses of the free in a file, by type: as a member, under another name, taken out of its object. */
export function findFrees(file: SourceFile, calls: PairedCalls): (OldCall | OldValue)[] {
  return file.getDescendants().flatMap((node) => {
    if (!Node.isIdentifier(node) || node.getText() !== calls.free) return [];
    const parent = node.getParent();
    // `{ consistentFree: release } = kernel` and `{ consistentFree } = kernel`: the symbol of the name is the variable's.
    if (Node.isBindingElement(parent)) {
      const property = parent.getParent().getType().getProperty(calls.free);
      return isDeclaredBy(calls, calls.free, property) ? usesOf(parent.getNameNode()) : [];
    }
    if (!Node.isPropertyAccessExpression(parent) || parent.getNameNode() !== node) return [];
    return isDeclaredBy(calls, calls.free, node.getSymbol()) ? useOf(parent) : [];
  });
}

function useOf(node: Node): (OldCall | OldValue)[] {
  const parent = node.getParent();
  if (Node.isCallExpression(parent) && parent.getExpression() === node) {
    const [pointer, ...others] = parent.getArguments();
    return pointer === undefined || others.length > 0 ? [] : [{ kind: 'call', node: parent, pointer }];
  }
  if (Node.isVariableDeclaration(parent) && parent.getInitializer() === node) return usesOf(parent.getNameNode());
  return [{ kind: 'value', node }];
}

/** The uses of a variable that holds the function. */
function usesOf(name: Node): (OldCall | OldValue)[] {
  if (!Node.isIdentifier(name)) return [{ kind: 'value', node: name }];
  const others = name
    .findReferencesAsNodes()
    .filter((one): one is Identifier => one !== name && Node.isIdentifier(one));
  return others.flatMap((one) => {
    const parent = one.getParent();
    // In `export { release }` and `import { release }` the name is only handed on; its uses there are references too. In
    // `{ free }` the name is the member's as well: where that is declared, or taken out again, is another matter.
    if (Node.isImportSpecifier(parent) || Node.isExportSpecifier(parent) || Node.isBindingElement(parent)) return [];
    const isMember = Node.isPropertyAccessExpression(parent) && parent.getNameNode() === one;
    if (isMember || one.getSourceFile().isDeclarationFile()) return [];
    return useOf(one);
  });
}
