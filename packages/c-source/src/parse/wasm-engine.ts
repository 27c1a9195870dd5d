import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { FreehandleError } from '../error.ts';
import type { Engine } from './engine.ts';
import { directCursor, type NodeNames } from './direct-cursor.ts';
import { squeeze } from './squeeze.ts';
import { copyTree } from './syntax-node.ts';

/**
 * tree-sitter-c compiled to WebAssembly: needs no compiler, bounded memory, works in worker threads.
 * @throws FreehandleError FH1202 when the system gives it no memory.
 */
export async function wasmEngine(): Promise<Engine> {
  const module = await start();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-c/tree-sitter-c.wasm');
  const language = await Language.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const names: NodeNames = {
    types: language.types,
    named: language.types.map((_type, id) => language.nodeTypeIsNamed(id)),
    fields: language.fields,
  };
  return {
    name: 'wasm',
    parse(text, timeoutMs, base) {
      const deadline = performance.now() + timeoutMs;
      // The binding's type says void, its documentation and code stop when the callback returns true.
      const progressCallback = (): boolean => performance.now() > deadline;
      const squeezed = squeeze(text, base);
      const tree = parser.parse(squeezed.text, null, { progressCallback });
      if (tree === null) {
        parser.reset();
        return null;
      }
      try {
        const cursor = directCursor(module, (tree as { readonly [0]?: unknown })[0], names) ?? tree.walk();
        try {
          return copyTree(cursor, squeezed.offsets);
        } finally {
          cursor.delete();
        }
      } finally {
        tree.delete();
      }
    },
  };
}

let started: object | null = null;

/** Starts the binding; gives its module, which is the object of options filled in. */
async function start(): Promise<object> {
  if (started) return started;
  try {
    const module = {};
    await Parser.init(module);
    started = module;
    return module;
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
