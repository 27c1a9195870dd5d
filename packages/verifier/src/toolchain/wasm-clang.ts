import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { compileArguments } from './arguments.ts';
import type { FileTree, ToolResult, Toolchain, TranslationUnit } from './toolchain.ts';

type Clang = typeof import('@yowasp/clang');
/** Folders as the WebAssembly build takes them: nested records. */
interface Folder {
  [name: string]: Folder | Uint8Array | string;
}

let loading: Promise<Clang> | undefined;

/** The clang from npm, running in this thread. It is loaded when it is first needed, which takes about half a second. */
export function wasmClang(): Toolchain {
  return {
    name: `clang ${packageVersion()} (WebAssembly)`,
    async compile(unit: TranslationUnit): Promise<ToolResult> {
      const object = '/out.o';
      const clang = await loadClang();
      const { files, stderr } = run(clang, ['clang', ...compileArguments(unit, object)], nested(unit.files));
      return { output: fileOf(files, 'out.o'), diagnostics: stderr };
    },
    async link(objects, args): Promise<ToolResult> {
      const names = objects.map((_, index) => `${index}.o`);
      const tree = Object.fromEntries(objects.map((object, index) => [`${index}.o`, object]));
      const clang = await loadClang();
      const { files, stderr } = run(clang, ['wasm-ld', ...args, ...names, '-o', 'out.wasm'], tree);
      return { output: fileOf(files, 'out.wasm'), diagnostics: stderr };
    },
  };
}

/** Of the npm package: it names one build of the compiler, more exactly than the compiler's own version. */
function packageVersion(): string {
  const bundle = createRequire(import.meta.url).resolve('@yowasp/clang');
  const manifest = readFileSync(join(dirname(bundle), '../package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Loads the compiler into this thread, once. */
export function loadClang(): Promise<Clang> {
  return (loading ??= load());
}

async function load(): Promise<Clang> {
  // Optimising 75 MB of compiler costs more than it saves, measured: half the CPU time of a batch.
  setFlagsFromString('--liftoff-only');
  const clang = await import('@yowasp/clang');
  await clang.runLLVM(undefined, {}, { fetchProgress: () => undefined });
  return clang;
}

function run(clang: Clang, args: string[], tree: Folder): { files: Folder; stderr: string } {
  const decoder = new TextDecoder();
  let stderr = '';
  const sinks = {
    synchronously: true,
    decodeASCII: false,
    stdout: () => undefined,
    stderr: (bytes: Uint8Array | null) => void (stderr += bytes ? decoder.decode(bytes) : ''),
  };
  try {
    return { files: clang.runLLVM(args, tree, sinks) as Folder, stderr };
  } catch (error) {
    if (error instanceof clang.Exit) return { files: {}, stderr };
    return { files: {}, stderr: `${stderr}\nfatal error: the compiler stopped: ${String(error)}` };
  }
}

function nested(files: FileTree): Folder {
  const root: Folder = {};
  for (const [path, bytes] of files) {
    const names = path.split('/').filter(Boolean);
    let folder = root;
    for (const name of names.slice(0, -1)) folder = (folder[name] ??= {}) as Folder;
    folder[names.at(-1)!] = bytes;
  }
  return root;
}

function fileOf(folder: Folder, name: string): Uint8Array | null {
  const file = folder[name];
  return file instanceof Uint8Array ? file : null;
}
