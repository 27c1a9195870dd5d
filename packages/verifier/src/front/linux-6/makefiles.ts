import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What the tree's makefiles say of one source file. */
export interface BuildRules {
  /** Options without which the file is not built, without `CONFIG_`. */
  readonly options: readonly string[];
  /** Directories that its compiler flags add to the search, relative to the tree. */
  readonly includes: readonly string[];
  /** Macros that its compiler flags define, as `-DNAME=VALUE`. */
  readonly defines: readonly string[];
  /** Name of the module that it is linked into. */
  readonly module: string;
  /** Sources of that module that lie in its folder, `a.c`; itself alone when it is the whole module. */
  readonly parts: readonly string[];
}

/** Reads the makefiles of a file's folder and of those above it. `file` is relative to `tree`. */
export function buildRules(tree: string, file: string): BuildRules {
  const options: string[] = [];
  const includes: string[] = [];
  const defines: string[] = [];
  const folder = posix.dirname(file);
  const object = posix.basename(file).replace(/\.c$/, '.o');
  const nearest = folderWithMakefile(tree, folder);
  let wanted = posix.relative(nearest, file).replace(/\.c$/, '.o');
  let module = object;
  for (let here = nearest; ; here = posix.dirname(here)) {
    const lines = makefileOf(tree, here);
    const found = objectsOf(lines, wanted);
    options.push(...found.options);
    for (const written of flagsOf(lines, here === nearest ? object : null)) {
      const flags = expanded(written, lines);
      includes.push(...includesOf(flags, here));
      defines.push(...(flags.match(/-D\w+(?:=\S+)?(?=\s|$)/g) ?? []).filter((define) => !/[$"'\\]/.test(define)));
    }
    if (here === nearest) module = found.module;
    if (here === '.' || here === '/') break;
    wanted = `${posix.basename(here)}/`;
  }
  return {
    options: [...new Set(options)],
    includes: [...new Set(includes)],
    defines: [...new Set(defines)],
    module: module.replace(/\.o$/, ''),
    parts: partsOf(makefileOf(tree, nearest), module).filter((name) => !name.includes('/')),
  };
}

/** A composite object of another folder is built from there: the nearest folder above that has a makefile. */
function folderWithMakefile(tree: string, folder: string): string {
  let here = folder;
  while (here !== '.' && makefileOf(tree, here).length === 0) here = posix.dirname(here);
  return here;
}

function makefileOf(tree: string, folder: string): string[] {
  for (const name of ['Kbuild', 'Makefile']) {
    const path = join(tree, folder, name);
    if (existsSync(path)) return readFileSync(path, 'latin1').replace(/\\\n/g, ' ').split('\n');
  }
  return [];
}

/** The options on the way from an object to `obj-…`: `ring-$(CONFIG_A) += part.o`, `obj-$(CONFIG_B) += ring.o`. */
function objectsOf(lines: readonly string[], wanted: string): { options: string[]; module: string } {
  const options: string[] = [];
  let name = wanted;
  const seen = new Set<string>();
  for (;;) {
    if (seen.has(name)) return { options, module: name };
    seen.add(name);
    const line = lines.find((text) => {
      const [, target, , objects] = assignment(text) ?? [];
      return target !== undefined && (objects ?? '').split(/\s+/).includes(name);
    });
    if (line === undefined) return { options, module: name };
    const [, target = '', switches = ''] = assignment(line)!;
    const option = /\$\(CONFIG_(\w+)\)/.exec(switches)?.[1];
    if (option !== undefined) options.push(option);
    if (target === 'obj') return { options, module: name };
    name = `${target}.o`;
  }
}

/** `target-switch += objects`: target, switch, objects. */
function assignment(line: string): RegExpExecArray | null {
  return /^\s*([\w.-]+?)-(objs|y|m|objs-y|\$\(\w+\))\s*[+:]?=\s*([^#]*)/.exec(line);
}

function partsOf(lines: readonly string[], module: string): string[] {
  const objects = lines.flatMap((line) => {
    const [, target, , parts = ''] = assignment(line) ?? [];
    return `${target ?? ''}.o` === module ? (parts.match(/[\w./-]+\.o\b/g) ?? []) : [];
  });
  return [...new Set(objects)].map((object) => object.replace(/\.o$/, '.c'));
}

/** Flags of the folder, and those of one object. Flags of folders above count when they are handed down. */
function flagsOf(lines: readonly string[], object: string | null): string[] {
  const own = object === null ? null : `CFLAGS_${object}`;
  return lines.flatMap((line) => {
    const [, name = '', flags = ''] =
      /^\s*(subdir-ccflags-\S+|ccflags-\S+|EXTRA_CFLAGS|CFLAGS_\S+?)\s*[+:]?=\s*([^#]*)/.exec(line) ?? [];
    const counts =
      name.startsWith('subdir-ccflags') || (object !== null && (name === own || /^(?:ccflags|EXTRA)/.test(name)));
    return counts ? [flags] : [];
  });
}

/** Variables that kbuild sets: they say where a makefile is, and stay. */
const ofKbuild = /^(?:srctree|objtree|abs_srctree|src|obj)$/;

/** Variables that name each other in a ring are left after so many steps. */
const DEEPEST = 8;

/** A text of a makefile with the variables that it sets itself. */
function expanded(text: string, lines: readonly string[], depth = 0): string {
  if (depth > DEEPEST) return text;
  return text.replace(/\$[({]([\w-]+)[)}]/g, (whole: string, name: string) => {
    if (ofKbuild.test(name)) return whole;
    const definition = lines.findLast((line) => new RegExp(`^\\s*${name}\\s*[:?]?=`).test(line));
    return definition === undefined ? whole : expanded(definition.replace(/^[^=]*=\s*/, ''), lines, depth + 1);
  });
}

/** `-I $(srctree)/drivers/x`, `-I$(src)/../y`, `-Idrivers/z`, relative to the tree. */
function includesOf(flags: string, folder: string): string[] {
  return [...flags.matchAll(/-I\s*(\S+)/g)]
    .map(([, path = '']) =>
      path
        .replace(/\$[({]srctree[)}]\/\$[({](?:src|obj)[)}]/, folder)
        .replace(/\$[({](?:src|obj)[)}]/, folder)
        .replace(/\$[({](?:srctree|objtree|abs_srctree)[)}]\/?/, ''),
    )
    .filter((path) => !path.includes('$') && !path.startsWith('/'))
    .map((path) => posix.normalize(path).replace(/\/$/, ''));
}
