import { posix, resolve } from 'node:path';
import type { DriverInput } from '../driver-input.ts';
import type { TranslationUnit } from '../toolchain/toolchain.ts';
import type { Mount } from './virtual-files.ts';

/** A driver with its headers, ready for the compiler: one profile of those that may fit it. */
export interface PreparedDriver {
  readonly unit: TranslationUnit;
  /** Headers and configuration in words, `kit of model headers` or `Linux 2.4.27 ppc, walnut_defconfig`. */
  readonly profile: string;
  /** Names in include directives that were found nowhere; harmless unless the compiler stumbles over one. */
  readonly missing: readonly string[];
  /** The same unit behind headers compiled once for all drivers of a tree; not every driver compiles behind them. */
  readonly behindPrefix?: BehindPrefix;
}

/** A unit whose first headers are precompiled. */
export interface BehindPrefix {
  /** What the precompiled header is made of: the same for every driver of a tree. */
  readonly prefix: TranslationUnit;
  /** Whether the tree has a header, `linux/pci.h`. */
  has(header: string): boolean;
  /** A unit of the kernel's own text over the same headers. */
  kernelSide(text: string): TranslationUnit;
  /** The driver's unit, but for the bytes of the precompiled header. */
  readonly unit: TranslationUnit & { readonly precompiled: string };
}

/** C text appended to the driver's own unit, chosen by the headers that it can include. */
export type GlueFor = (headers: ReadonlyMap<string, Uint8Array>) => string;

/** Virtual directory that stands for the driver's root. */
export const DRIVER_ROOT = '/driver';

/** Stands for `..` in a virtual path: the compiler's file system knows none. */
const PARENT = '@parent';

/** Folders above its own that a driver outside its root may include from. */
const REACH = 2;

/** The virtual path of a file given relative to the driver's root. */
export function virtualPath(file: string): string {
  return `${DRIVER_ROOT}/${posix.normalize(file).replaceAll('../', `${PARENT}/`)}`;
}

/** The host's name of a virtual file, for reports: relative to the driver's root, or said to be a header. */
export function reportedName(path: string): string {
  if (path.startsWith(`${DRIVER_ROOT}/`)) return path.slice(DRIVER_ROOT.length + 1).replaceAll(`${PARENT}/`, '../');
  return path.replace(/^\/(?:include\d+|kit|overlay|tree)\//, '');
}

/** Where a driver lies in the virtual file system, and the host directory it can include from. */
export function driverMount({ file, root }: DriverInput): { readonly main: string; readonly mount: Mount } {
  const main = virtualPath(file);
  if (!main.startsWith(`${DRIVER_ROOT}/${PARENT}/`)) return { main, mount: { at: DRIVER_ROOT, directory: root } };
  const folders = posix.dirname(posix.normalize(file)).split('/');
  const above = folders.lastIndexOf('..') + 1;
  const top = folders.slice(0, Math.max(above, folders.length - REACH)).join('/');
  return { main, mount: { at: virtualPath(`${top}/`).replace(/\/$/, ''), directory: resolve(root, top) } };
}

/** Macros of every front: what the kernel's makefiles gave the compiler for a module. */
export const moduleArguments: readonly string[] = [
  ...['-std=gnu89', '-fgnu89-inline'],
  ...['-D__KERNEL__', '-D__linux__', '-DMODULE', '-DEXPORT_SYMTAB', '-D__FREEHANDLE__'],
];
