import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileArguments } from './arguments.ts';
import type { ToolResult, Toolchain, TranslationUnit } from './toolchain.ts';

/** Oldest major version whose `-cc1` takes the same arguments. */
const OLDEST = 14;

/**
 * An installed clang with a wasm-ld beside it, or null when there is none, it is too old, or cannot make wasm32.
 * `clang` is a command name or path.
 */
export function findSystemClang(clang = 'clang'): Toolchain | null {
  const said = spawnSync(clang, ['--version'], { encoding: 'utf8' });
  const version = /clang version ((\d+)[\d.]*)/.exec(said.stdout ?? '');
  if (!version || Number(version[2]) < OLDEST) return null;
  const linker = [`wasm-ld-${version[2]!}`, 'wasm-ld'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (linker === undefined) return null;
  const toolchain: Toolchain = {
    name: `clang ${version[1]!} (installed)`,
    compile: (unit) => Promise.resolve(inFolder((folder) => compile(clang, unit, folder))),
    link: (objects, args) => Promise.resolve(inFolder((folder) => link(linker, objects, args, folder))),
  };
  const source = new TextEncoder().encode('int one(void) { return 1; }\n');
  const probe = { main: '/probe.c', files: new Map([['/probe.c', source]]), includeDirs: [], args: [] };
  return inFolder((folder) => compile(clang, probe, folder)).output ? toolchain : null;
}

function compile(clang: string, unit: TranslationUnit, folder: string): ToolResult {
  for (const [path, bytes] of unit.files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  // paths relative to the folder, so that diagnostics and line tables read as those of the other toolchain
  const relative = {
    ...unit,
    main: `.${unit.main}`,
    includeDirs: unit.includeDirs.map((path) => `.${path}`),
    forced: (unit.forced ?? []).map((path) => `.${path}`),
    ...(unit.precompiled === undefined ? {} : { precompiled: `.${unit.precompiled}` }),
  };
  return tool(clang, compileArguments(relative, 'out.o'), folder, 'out.o');
}

function link(linker: string, objects: readonly Uint8Array[], args: readonly string[], folder: string): ToolResult {
  objects.forEach((object, index) => writeFileSync(join(folder, `${index}.o`), object));
  const names = objects.map((_, index) => `${index}.o`);
  return tool(linker, [...args, ...names, '-o', 'out.wasm'], folder, 'out.wasm');
}

function tool(command: string, args: string[], folder: string, output: string): ToolResult {
  const done = spawnSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
  const diagnostics = done.stderr.replace(/^\.\//gm, '/');
  return { output: done.status === 0 ? readFileSync(join(folder, output)) : null, diagnostics };
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'freehandle-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
