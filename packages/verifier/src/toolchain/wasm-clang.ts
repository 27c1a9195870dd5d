import { setFlagsFromString } from 'node:v8';
import { compileArguments } from './arguments.ts';
import type { FileTree, ToolResult, Toolchain, TranslationUnit } from './toolchain.ts';

type Clang = typeof import('@yowasp/clang');
/** Folders as the WebAssembly build takes them: nested records. */
interface Folder {
  [name: string]: Folder | Uint8Array | string;
}

let loading: Promise<Toolchain> | undefined;

/** The clang from npm, running in this thread. Loaded once; loading takes about half a second. */
export function loadWasmClang(): Promise<Toolchain> {
  return (loading ??= load());
}

async function load(): Promise<Toolchain> {
  // Optimising 75 MB of compiler costs more than it saves, measured: half the CPU time of a batch.
  setFlagsFromString('--liftoff-only');
  const clang = await import('@yowasp/clang');
  await clang.runLLVM(undefined, {}, { fetchProgress: () => undefined });
  const version =
    /clang version (\S+)/.exec(run(clang, ['clang', '--version'], {}).stdout)?.[1] ?? 'of unknown version';
  return {
    name: `clang ${version} (WebAssembly)`,
    compile(unit: TranslationUnit): ToolResult {
      const object = '/out.o';
      const { files, stderr } = run(clang, ['clang', ...compileArguments(unit, object)], nested(unit.files));
      return { output: fileOf(files, 'out.o'), diagnostics: stderr };
    },
    link(objects, args): ToolResult {
      const names = objects.map((_, index) => `${index}.o`);
      const tree = Object.fromEntries(objects.map((object, index) => [`${index}.o`, object]));
      const { files, stderr } = run(clang, ['wasm-ld', ...args, ...names, '-o', 'out.wasm'], tree);
      return { output: fileOf(files, 'out.wasm'), diagnostics: stderr };
    },
  };
}

function run(clang: Clang, args: string[], tree: Folder): { files: Folder; stdout: string; stderr: string } {
  const decoder = new TextDecoder();
  let stdout = '';
  let stderr = '';
  const sinks = {
    synchronously: true,
    decodeASCII: false,
    stdout: (bytes: Uint8Array | null) => void (stdout += bytes ? decoder.decode(bytes) : ''),
    stderr: (bytes: Uint8Array | null) => void (stderr += bytes ? decoder.decode(bytes) : ''),
  };
  try {
    return { files: clang.runLLVM(args, tree, sinks) as Folder, stdout, stderr };
  } catch (error) {
    if (error instanceof clang.Exit) return { files: {}, stdout, stderr };
    return { files: {}, stdout, stderr: `${stderr}\nfatal error: the compiler stopped: ${String(error)}` };
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
