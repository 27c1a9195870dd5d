import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runLLVM, type Tree } from '@yowasp/clang';

// The compiler is 75 MB of WebAssembly: the optimising tier costs more than it saves.
setFlagsFromString('--liftoff-only');

/** Source of a file in this folder. */
export function source(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

const compiler =
  'clang -cc1 -triple wasm32 -emit-obj -mrelocation-model static -ffreestanding -fno-builtin -nostdsysteminc -nobuiltininc -O1 -w -x c -o unit.o unit.c';
const linker = 'wasm-ld -m wasm32 --no-entry --allow-undefined --export-all unit.o -o unit.wasm';

/** C text as a WebAssembly module. Throws with the compiler's messages. */
export async function compile(text: string): Promise<WebAssembly.Module> {
  await runLLVM();
  const object = run(compiler, { 'unit.c': text })['unit.o'];
  const wasm = run(linker, { 'unit.o': object ?? '' })['unit.wasm'];
  if (!(wasm instanceof Uint8Array)) throw new Error('wasm-ld wrote no file');
  return new WebAssembly.Module(Uint8Array.from(wasm));
}

function run(command: string, files: Tree): Tree {
  let messages = '';
  const stderr = (bytes: Uint8Array | null): void => {
    if (bytes !== null) messages += new TextDecoder().decode(bytes);
  };
  try {
    const written = runLLVM(command.split(' '), files, { synchronously: true, decodeASCII: false, stderr });
    return written as Tree;
  } catch (error) {
    throw new Error(`${command}\n${messages}`, { cause: error });
  }
}
