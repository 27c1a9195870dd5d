/** A node of the parser's tree as plain data; comments and punctuation are left out. */
export interface SyntaxNode {
  readonly type: string;
  /** The field of the parent that this node fills. */
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  /** A token the parser invented to go on. */
  readonly missing: boolean;
  /** It is what did not parse, or holds such: an ERROR, or a token that is missing. */
  readonly flawed: boolean;
  readonly children: readonly SyntaxNode[];
}

/** The child that fills `field`, or null. */
export function childOf(node: SyntaxNode, field: string): SyntaxNode | null {
  for (const child of node.children) if (child.field === field) return child;
  return null;
}

/** The part of a tree cursor that the WebAssembly and the native binding share. */
export interface Cursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null | undefined;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** Trees with more nodes are not taken over: about 300 MB. The largest driver of Linux 6.1 has a fifth. */
const MAX_NODES = 1_500_000;

/** The children of a leaf, as most nodes are. */
const NONE: readonly SyntaxNode[] = [];

/**
 * Copies the tree under the cursor, each index as the offset that it stands for; null when it is too large. Iterative, so
 * that depth costs no stack.
 */
export function copyTree(cursor: Cursor, offsets: Uint32Array): SyntaxNode | null {
  type Growing = SyntaxNode & { flawed: boolean; children: readonly SyntaxNode[] };
  const grow = (type: string, field: string | null): Growing => {
    const first = cursor.startIndex;
    const after = cursor.endIndex;
    const start = offsets[first]!;
    // A token that was invented takes no room.
    const missing = after === first && cursor.nodeIsMissing;
    const end = after === first ? start : offsets[after - 1]! + 1;
    return { type, field, start, end, missing, flawed: missing || type === 'ERROR', children: NONE };
  };
  const root = grow(cursor.nodeType, cursor.currentFieldName ?? null);
  let count = 0;
  const path: Growing[] = [root];
  if (!cursor.gotoFirstChild()) return root;
  for (;;) {
    const parent = path[path.length - 1]!;
    const named = cursor.nodeIsNamed;
    const type = cursor.nodeType;
    const field = cursor.currentFieldName ?? null;
    if ((named && type !== 'comment') || field !== null || (!named && cursor.nodeIsMissing)) {
      if (++count > MAX_NODES) return null;
      const node = grow(type, field);
      if (parent.children === NONE) parent.children = [node];
      else (parent.children as SyntaxNode[]).push(node);
      if (node.flawed) for (const outer of path) outer.flawed = true;
      if (named && cursor.gotoFirstChild()) {
        path.push(node);
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      cursor.gotoParent();
      path.pop();
      if (path.length === 0) return root;
    }
  }
}
