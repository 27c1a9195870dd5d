import type { TranslationUnit } from '../toolchain/toolchain.ts';

/** A driver with its headers, ready for the compiler: one profile of those that may fit it. */
export interface PreparedDriver {
  readonly unit: TranslationUnit;
  /** Headers and configuration in words, `kit of model headers` or `Linux 2.4.27 ppc, walnut_defconfig`. */
  readonly profile: string;
  /** Names in include directives that were found nowhere; harmless unless the compiler stumbles over one. */
  readonly missing: readonly string[];
}

/** C text appended to the driver's own unit, chosen by the headers that it can include. */
export type GlueFor = (headers: ReadonlyMap<string, Uint8Array>) => string;

/** Virtual directory that stands for the driver's root. */
export const DRIVER_ROOT = '/driver';

/** Macros of every front: what the kernel's makefiles gave the compiler for a module. */
export const moduleArguments: readonly string[] = [
  ...['-std=gnu89', '-fgnu89-inline'],
  ...['-D__KERNEL__', '-D__linux__', '-DMODULE', '-DEXPORT_SYMTAB', '-D__FREEHANDLE__'],
];

/** The host's name of a virtual file, for reports: relative to the driver's root, or said to be a header. */
export function reportedName(virtualPath: string): string {
  if (virtualPath.startsWith(`${DRIVER_ROOT}/`)) return virtualPath.slice(DRIVER_ROOT.length + 1);
  return virtualPath.replace(/^\/(?:include\d+|kit|overlay|tree)\//, '');
}
