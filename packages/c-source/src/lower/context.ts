import type { Span } from '../span.ts';
import type { SyntaxNode } from '../parse/syntax-node.ts';
import type { Statement } from '../syntax/statement.ts';

/** What lowering reads from: the text as written (not masked) and the ranges found broken so far. */
export interface Lowering {
  readonly text: string;
  readonly broken: Span[];
  /** Lowers statements: an expression may hold some, as in `({ … })`. */
  readonly lowerBody: (context: Lowering, nodes: readonly SyntaxNode[]) => Statement[];
}

/** The bytes of a node. */
export function textOf(context: Lowering, node: Span): string {
  return context.text.slice(node.start, node.end);
}

/** Notes every ERROR and MISSING node under `node`. */
export function noteBroken(context: Lowering, node: SyntaxNode): void {
  const pending = node.flawed ? [node] : [];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.type === 'ERROR' || next.missing)
      context.broken.push({ start: next.start, end: Math.max(next.end, next.start + 1) });
    for (const child of next.children) if (child.flawed) pending.push(child);
  }
}
