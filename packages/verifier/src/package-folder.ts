import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = dirname(createRequire(import.meta.url).resolve('@freehandle/verifier/package.json'));

/** A file or folder of this package by its place in it, wherever the module stands that runs: in the sources or in what is built of them. */
export function inPackage(place: string): string {
  return join(folder, place);
}
