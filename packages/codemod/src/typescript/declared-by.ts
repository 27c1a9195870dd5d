import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Node, Symbol as TsSymbol } from 'ts-morph';
import type { PairedCalls } from '../migrations/paired-calls.ts';

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
