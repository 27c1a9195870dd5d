import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Node, Symbol as TsSymbol } from 'ts-morph';

/**
 * The calls of a package that a TypeScript migration is about: a free that grows arguments, and the allocation whose
 * arguments and result hold them. They are recognised by where a symbol is declared, never by its name alone.
 */
export interface PairedCalls {
  /** The package that declares them. */
  readonly module: string;
  readonly free: string;
  readonly alloc: string;
  /** Which argument of the allocation is the size, from 0. */
  readonly sizeArgument: number;
  /** Members of the allocation's result. */
  readonly pointer: string;
  readonly handle: string;
}

/** consistent_alloc and consistent_free of the model, whose kernels have the free in one form or the other. */
export const modelCalls: PairedCalls = {
  module: '@freehandle/model',
  free: 'consistentFree',
  alloc: 'consistentAlloc',
  sizeArgument: 1,
  pointer: 'vaddr',
  handle: 'handle',
};

/** Whether a symbol is what the package declares by this name. */
export function isDeclaredBy(calls: PairedCalls, name: string, symbol: TsSymbol | undefined): boolean {
  if (symbol?.getName() !== name) return false;
  return symbol.getDeclarations().some((declaration) => packageOf(declaration) === calls.module);
}

/** The name in the nearest package.json above a declaration. */
function packageOf(declaration: Node): string | null {
  for (let folder = path.dirname(declaration.getSourceFile().getFilePath()); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (existsSync(manifest)) return (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name ?? null;
    if (folder === path.dirname(folder)) return null;
  }
}
