import { createRequire } from 'node:module';
import { FreehandleError } from '../error.ts';
import type { Engine } from './engine.ts';
import { squeeze } from './squeeze.ts';
import { copyTree, type Cursor } from './syntax-node.ts';

interface NativeParser {
  setLanguage(language: unknown): void;
  parse(text: string): { walk(): Cursor };
}

/** Not a dependency of this package: it is used where the workspace or the user has installed it. */
const BINDING = 'tree-sitter';

/**
 * The native binding, an optional dependency; null when it does not load and is not `required`.
 * It knows no timeout: the limits on size and depth in {@link parseUnit} bound it.
 */
export function nativeEngine(required: boolean): Engine | null {
  const require = createRequire(import.meta.url);
  let parser: NativeParser;
  try {
    const NativeParserClass = require(BINDING) as new () => NativeParser;
    parser = new NativeParserClass();
    parser.setLanguage(require('tree-sitter-c'));
  } catch (cause) {
    if (!required) return null;
    throw new FreehandleError('the native parser does not load', {
      code: 'FH1201',
      title: 'Native parser not available',
      hint: 'Install the optional package tree-sitter, or use the WebAssembly parser.',
      cause,
    });
  }
  return {
    name: 'native',
    parse(text, _timeoutMs, base) {
      const squeezed = squeeze(text, base);
      return copyTree(parser.parse(squeezed.text).walk(), squeezed.offsets);
    },
  };
}
