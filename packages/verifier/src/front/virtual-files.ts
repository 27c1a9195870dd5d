import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';

/** What is done to a file's text on the way to the compiler; it must keep every line where it is. */
export type Transform = (text: string) => string;

/** A directory of the host seen under a virtual one. */
export interface Mount {
  /** Virtual directory, absolute, without a slash at the end. */
  readonly at: string;
  /** Host directory. */
  readonly directory: string;
  readonly transform?: Transform;
}

/**
 * The files a compiler may see: mounts, and single files given as bytes, which win. Text is latin1 throughout, so that
 * every byte survives. A path that leaves its mount does not exist, symbolic links included.
 */
export class VirtualFiles {
  readonly #mounts: readonly Mount[];
  readonly #given: ReadonlyMap<string, Uint8Array>;
  /** Contents by host path that stand in for what is on disk. */
  readonly #standIns: Readonly<Record<string, Uint8Array>>;
  readonly #texts = new Map<string, string | null>();
  readonly #realDirectories = new Map<string, string>();

  constructor(
    mounts: readonly Mount[],
    given: ReadonlyMap<string, Uint8Array>,
    standIns: Readonly<Record<string, Uint8Array>>,
  ) {
    this.#mounts = mounts;
    this.#given = given;
    this.#standIns = standIns;
  }

  /** Text of a virtual file after its mount's transform, or null. */
  text(path: string): string | null {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = this.#read(path);
    this.#texts.set(path, text);
    return text;
  }

  #read(path: string): string | null {
    const given = this.#given.get(path);
    if (given) return latin1(given);
    for (const { at, directory, transform } of this.#mounts) {
      if (!path.startsWith(`${at}/`)) continue;
      const bytes = this.#hostBytes(directory, path.slice(at.length + 1));
      if (bytes) return transform ? transform(latin1(bytes)) : latin1(bytes);
    }
    return null;
  }

  #hostBytes(directory: string, name: string): Uint8Array | null {
    const host = join(directory, name);
    const standIn = this.#standIns[host];
    if (standIn) return standIn;
    // most names are looked for in several directories before they are found
    if (!statSync(host, { throwIfNoEntry: false })?.isFile()) return null;
    try {
      const inside = relative(this.#realDirectory(directory), realpathSync.native(host));
      return inside.startsWith('..') || isAbsolute(inside) ? null : readFileSync(host);
    } catch {
      return null;
    }
  }

  #realDirectory(directory: string): string {
    const known = this.#realDirectories.get(directory) ?? realpathSync.native(directory);
    this.#realDirectories.set(directory, known);
    return known;
  }
}

/** Bytes as text with one character a byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The inverse of {@link latin1}. */
export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
