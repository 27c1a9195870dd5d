import { Exit, runLLVM, type Tree } from '@yowasp/clang';
import { compileArguments } from '../src/toolchain/arguments.ts';
import type { TranslationUnit } from '../src/toolchain/toolchain.ts';

const warnings = ['-Wall', '-Wstrict-prototypes', '-Wimplicit-function-declaration', '-Wno-pointer-sign'];

/**
 * All that clang has to say about a unit, empty when nothing. Drivers are compiled with warnings off, which text of our
 * own must not need. The toolchain has to be loaded.
 */
export function strictDiagnostics(unit: TranslationUnit): string {
  const tolerant = compileArguments({ ...unit, args: [...unit.args, ...warnings] }, '/out.o');
  const dropped = new Set(['-w', '-emit-obj', '-fno-caret-diagnostics']);
  const args = ['clang', ...tolerant.filter((argument) => !dropped.has(argument)), '-fsyntax-only'];
  const decoder = new TextDecoder();
  let said = '';
  const sink = (bytes: Uint8Array | null): void => void (said += bytes ? decoder.decode(bytes) : '');
  try {
    void runLLVM(args, tree(unit), { synchronously: true, decodeASCII: false, stdout: sink, stderr: sink });
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
  }
  return said;
}

function tree({ files }: TranslationUnit): Tree {
  const root: Tree = {};
  for (const [path, bytes] of files) {
    const names = path.split('/').filter(Boolean);
    const folder = names.slice(0, -1).reduce((parent, name) => (parent[name] ??= {}) as Tree, root);
    folder[names.at(-1)!] = bytes;
  }
  return root;
}
