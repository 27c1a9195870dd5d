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
      return run(await loadClang(), ['clang', ...compileArguments(unit, STANDARD_OUTPUT)], nested(unit.files));
    },
    async link(objects, args): Promise<ToolResult> {
      const names = objects.map((_, index) => `${index}.o`);
      const tree = Object.fromEntries(objects.map((object, index) => [`${index}.o`, object]));
      return run(await loadClang(), ['wasm-ld', ...args, ...names, '-o', STANDARD_OUTPUT], tree);
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

/** Where output goes: a file of this build is copied whole for every 4 KiB written to it. */
const STANDARD_OUTPUT = '-';

/** Runs a tool; there is no output where it reports failure. */
function run(clang: Clang, args: string[], tree: Folder): ToolResult {
  const decoder = new TextDecoder();
  const output: Uint8Array[] = [];
  let diagnostics = '';
  const sinks = {
    synchronously: true,
    decodeASCII: false,
    stdout: (bytes: Uint8Array | null) => void (bytes && output.push(bytes)),
    stderr: (bytes: Uint8Array | null) => void (diagnostics += bytes ? decoder.decode(bytes) : ''),
  };
  try {
    void clang.runLLVM(args, tree, sinks);
    return { output: output.length > 0 ? Buffer.concat(output) : null, diagnostics };
  } catch (error) {
    if (error instanceof clang.Exit) return { output: null, diagnostics };
    return { output: null, diagnostics: `${diagnostics}\nfatal error: the compiler stopped: ${String(error)}` };
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
