import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { FreehandleError } from '../error.ts';
import type { Engine } from './engine.ts';
import { copyTree } from './syntax-node.ts';

/**
 * tree-sitter-c compiled to WebAssembly: needs no compiler, bounded memory, works in worker threads.
 * @throws FreehandleError FH1202 when the system gives it no memory.
 */
export async function wasmEngine(): Promise<Engine> {
  await start();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-c/tree-sitter-c.wasm');
  const language = await Language.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  return {
    name: 'wasm',
    parse(text, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      // The binding's type says void, its documentation and code stop when the callback returns true.
      const progressCallback = (): boolean => performance.now() > deadline;
      const tree = parser.parse(text, null, { progressCallback });
      if (tree === null) {
        parser.reset();
        return null;
      }
      try {
        const cursor = tree.walk();
        try {
          return copyTree(cursor);
        } finally {
          cursor.delete();
        }
      } finally {
        tree.delete();
      }
    },
  };
}

async function start(): Promise<void> {
  try {
    await Parser.init();
  } catch (cause) {
    throw new FreehandleError(
      `the C parser cannot be started: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        code: 'FH1202',
        title: 'Parser not started',
        hint: 'It needs some gigabytes of address space, little of it used: raise the limit (ulimit -v).',
        cause,
      },
    );
  }
}
