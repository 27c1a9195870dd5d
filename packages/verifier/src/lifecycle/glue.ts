import { latin1 } from '../front/virtual-files.ts';
import type { Framework } from './framework.ts';

/** Virtual file name of a framework's glue in diagnostics and line tables. */
export function gluePath(framework: Framework): string {
  return `/freehandle/${framework.name.replaceAll(' ', '-')}.c`;
}

/**
 * The glue of the frameworks whose headers a driver can include. Each stands under its header's own guard, so that it is
 * compiled only where the header really was; sanitizer and coverage leave it out, for it is not the driver's code.
 */
export function glueText(frameworks: readonly Framework[], headers: ReadonlyMap<string, Uint8Array>): string {
  const pieces = frameworks.flatMap((framework) => {
    const guards = framework.headers.map((header) => guardsOf(header, headers, framework.treeOnly === true));
    if (guards.some((found) => found.length === 0)) return [];
    const condition = guards.map((found) => `(${found.map((guard) => `defined(${guard})`).join(' || ')})`).join(' && ');
    return [`#if ${condition}\n#line 1 "${gluePath(framework)}"${shared(framework.glue)}#endif\n`];
  });
  const attributes = '__attribute__((no_sanitize("kernel-address", "coverage")))';
  return [
    '',
    `#pragma clang attribute push(${attributes}, apply_to = function)`,
    ...pieces,
    '#pragma clang attribute pop',
    '',
  ].join('\n');
}

/** A definition in glue at its first line: something named `fh_` in the first column, declarations of others aside. */
const definition = /^(?:static )?(?!extern\b)(?=\w[^\n;=(]*\bfh_\w+)/gm;

/** The sources of a module have the glue each, and share what it defines: the linker keeps the first. */
function shared(glue: string): string {
  return glue.replace(definition, '__attribute__((weak)) ');
}

/** Include guards of every header of that name. */
function guardsOf(header: string, headers: ReadonlyMap<string, Uint8Array>, treeOnly: boolean): string[] {
  return [...headers]
    .filter(([path]) => path.endsWith(`/${header}`) && !(treeOnly && path.startsWith('/kit/')))
    .flatMap(([, bytes]) => /^\s*#\s*ifndef\s+(\w+)\s*\n\s*#\s*define\s+\1\b/m.exec(latin1(bytes))?.[1] ?? []);
}
