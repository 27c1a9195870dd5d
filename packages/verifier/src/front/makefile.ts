/** What a folder's Makefile says of the objects in it. Objects count in both branches of its conditionals. */
export interface Makefile {
  /** Modules of several objects: their names, and the sources in the folder's terms, `a.c`. */
  readonly composites: ReadonlyMap<string, readonly string[]>;
  /** Options under which an object is built, or handed to the folder that holds it: `obj-$(CONFIG_X) += a.o`, `subdir-$(CONFIG_X) += a`. */
  optionsBuilding(target: string): string[];
  /** Arguments for the compiler that no conditional guards: `-D…` and `-I…` of EXTRA_CFLAGS, and of the object's own. `$(TOPDIR)` stays. */
  flagsFor(object: string): string[];
}

/** Reads the Makefile of a 2.4 or later kernel folder [2.4.27 Documentation/kbuild/makefiles.txt]. */
export function parseMakefile(text: string): Makefile {
  const lines = text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, ''));
  const variables = variablesOf(lines, false);
  const expand = (value: string, depth = 0): string =>
    value.replace(/\$[({]([^$(){}]+)[)}]/g, (whole: string, name: string) =>
      name === 'TOPDIR' || depth > DEEPEST ? whole : expand(variables.get(name)?.join(' ') ?? '', depth + 1),
    );
  const always = variablesOf(lines, true);
  const composites = new Map<string, readonly string[]>();
  const add = (name: string, objects: string): void => {
    const sources = [...expand(objects).matchAll(/(?:^|\s)([\w+.-]+)\.o\b/g)].map((match) => `${match[1]!}.c`);
    const known = composites.get(name) ?? [];
    const all = [...new Set([...known, ...sources])];
    if (all.length > 0) composites.set(name, all);
  };
  for (const [name, values] of variables) {
    const composite = /^([\w+.-]+)-objs$/.exec(name);
    if (composite && composite[1] !== 'export') add(composite[1]!, values.join(' '));
  }
  const target = expand('$(O_TARGET)').trim();
  // a folder whose module is its O_TARGET; elsewhere O_TARGET is what is linked into the kernel
  if (target !== '' && /\$\(O_TARGET\)/.test(variables.get('obj-m')?.join(' ') ?? ''))
    add(target.replace(/\.o$/, ''), variables.get('obj-y')?.join(' ') ?? '');
  for (const { name, objects } of linkRules(lines)) add(name, objects);
  return {
    composites,
    optionsBuilding: (wanted) =>
      [...variables]
        .filter(([, values]) => values.some((value) => expand(value).split(/\s+/).includes(wanted)))
        .flatMap(([name]) => /^(?:obj|subdir)-\$[({](CONFIG_\w+)[)}]$/.exec(name)?.[1] ?? []),
    flagsFor: (object) =>
      ['EXTRA_CFLAGS', 'ccflags-y', `CFLAGS_${object}`]
        .flatMap((name) => expand(always.get(name)?.join(' ') ?? '').split(/\s+/))
        .filter((flag) => /^-[DI]./.test(flag)),
  };
}

/** Variables that name each other in a ring are left after so many steps. */
const DEEPEST = 8;

/** Everything a variable is ever given, or only what it is given always. What make computes from other lists says nothing new. */
function variablesOf(lines: readonly string[], unconditional: boolean): Map<string, string[]> {
  const variables = new Map<string, string[]>();
  let depth = 0;
  for (const line of lines) {
    if (/^\s*if(?:n?eq|n?def)\b/.test(line)) depth++;
    if (/^\s*endif\b/.test(line)) depth--;
    if (unconditional && depth > 0) continue;
    const assignment = /^\s*([\w.-]*(?:\$[({]\w+[)}])?[\w.-]*)\s*[:+?]?=\s*(.*)$/.exec(line);
    if (!assignment || /\$\((?:filter|filter-out|sort|foreach|patsubst|shell)\b/.test(assignment[2]!)) continue;
    const [, name, value] = assignment;
    variables.set(name!, [...(variables.get(name!) ?? []), value!]);
  }
  return variables;
}

/** `x.o: …` with the recipe `$(LD) -r -o $@ …`: what is linked to a module by hand. */
function linkRules(lines: readonly string[]): { readonly name: string; readonly objects: string }[] {
  return lines.flatMap((line, index) => {
    const rule = /^([\w+.-]+)\.o\s*:/.exec(line);
    const recipe = rule && /^\t.*\s-r\s+-o\s+\$@\s+(.*)$/.exec(lines[index + 1] ?? '');
    return recipe ? [{ name: rule[1]!, objects: recipe[1]! }] : [];
  });
}
