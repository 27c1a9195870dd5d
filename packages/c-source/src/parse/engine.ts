import type { SyntaxNode } from './syntax-node.ts';

/** Which parser to use: `auto` takes the native binding when it loads, else WebAssembly. Both give the same tree. */
export type ParserChoice = 'auto' | 'wasm' | 'native';

/** A C parser. `text` is latin-1, offsets are indices into it. */
export interface Engine {
  readonly name: 'wasm' | 'native';
  /**
   * The tree of `text`, or null when parsing took longer than `timeoutMs` or the tree is too large. `base` is added to
   * all offsets: where the text stands in its file.
   */
  parse(text: string, timeoutMs: number, base?: number): SyntaxNode | null;
}

const engines = new Map<ParserChoice, Promise<Engine>>();

/** The engine asked for; made once per process. @throws FreehandleError FH1201 when `native` is asked for and not installed. */
export function engineFor(choice: ParserChoice = 'wasm'): Promise<Engine> {
  const known = engines.get(choice);
  if (known) return known;
  const made = create(choice);
  engines.set(choice, made);
  return made;
}

async function create(choice: ParserChoice): Promise<Engine> {
  if (choice !== 'wasm') {
    const { nativeEngine } = await import('./native-engine.ts');
    const native = nativeEngine(choice === 'native');
    if (native) return native;
  }
  const { wasmEngine } = await import('./wasm-engine.ts');
  return wasmEngine();
}
