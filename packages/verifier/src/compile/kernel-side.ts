import type { BehindPrefix } from '../front/prepared-driver.ts';
import type { Framework } from '../lifecycle/framework.ts';
import { gluePath } from '../lifecycle/glue.ts';
import { firstError } from '../toolchain/diagnostic.ts';
import type { Toolchain, TranslationUnit } from '../toolchain/toolchain.ts';

const compiled = new WeakMap<TranslationUnit, Promise<Uint8Array | null>>();

/**
 * The kernel's part of a machine as an object, made once a thread and tree: the glue of all frameworks over the tree's own
 * headers, so that structures have their layout. A framework whose headers a tree
 * does not have is left out; null when one of the headers does not compile at all.
 */
export function kernelSide(
  toolchain: Toolchain,
  behind: BehindPrefix,
  frameworks: readonly Framework[],
): Promise<Uint8Array | null> {
  const present = frameworks.filter(({ headers }) => headers.every((header) => behind.has(header)));
  const known = compiled.get(behind.prefix) ?? make(toolchain, behind, present);
  compiled.set(behind.prefix, known);
  return known;
}

async function make(
  toolchain: Toolchain,
  behind: BehindPrefix,
  frameworks: readonly Framework[],
): Promise<Uint8Array | null> {
  const { output, diagnostics } = await toolchain.compile(behind.kernelSide(kernelText(frameworks)));
  if (output !== null) return output;
  // a tree whose headers declare something else costs that framework
  const error = firstError(diagnostics);
  const usable = frameworks.filter((framework) => error?.path !== gluePath(framework));
  return usable.length < frameworks.length ? make(toolchain, behind, usable) : null;
}

/** A driver may be what defines one of these functions: then the driver's is taken. */
const attributes = '__attribute__((weak, no_sanitize("kernel-address", "coverage")))';

/** C of all frameworks: their headers first, for none of those is ours. */
export function kernelText(frameworks: readonly Framework[]): string {
  const headers = [...new Set(frameworks.flatMap((framework) => framework.headers))];
  return [
    ...headers.map((header) => `#include <${header}>`),
    `#pragma clang attribute push(${attributes}, apply_to = function)`,
    ...frameworks.map((framework) => `#line 1 "${gluePath(framework)}"${framework.glue || '\n'}`),
    '#pragma clang attribute pop',
    '',
  ].join('\n');
}
