import { bytesOf } from '../front/virtual-files.ts';
import type { Toolchain } from '../toolchain/toolchain.ts';
import { linkSymbols } from '../wasm/symbols.ts';

/** Room for a variable of unknown type, in bytes. */
const ROOM = 4096;

/**
 * An object that defines the variables others leave undefined, all zeros; null when there are none. Without it they
 * would link to address 0, silently. `__start_` and `__stop_` of a section belong to the linker.
 */
export async function dataStubs(
  toolchain: Toolchain,
  objects: readonly Uint8Array[],
): Promise<{ names: string[]; object: Uint8Array | null }> {
  const symbols = objects.flatMap((object) => linkSymbols(object)).filter(({ kind }) => kind === 'data');
  const defined = new Set(symbols.filter((symbol) => !symbol.undefined && !symbol.local).map(({ name }) => name));
  const open = symbols.filter((symbol) => symbol.undefined && !defined.has(symbol.name)).map(({ name }) => name);
  const names = [...new Set(open)].filter((name) => !/^__(?:start|stop)_/.test(name));
  if (names.length === 0) return { names, object: null };
  const source = names.map((name) => `char ${name}[${ROOM}] __attribute__((aligned(16)));\n`).join('');
  const main = '/freehandle/data.c';
  const unit = { main, files: new Map([[main, bytesOf(source)]]), includeDirs: [], args: [] };
  return { names, object: (await toolchain.compile(unit)).output };
}
