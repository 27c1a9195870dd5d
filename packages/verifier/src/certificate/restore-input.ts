import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import type { DriverInput } from '../driver-input.ts';
import type { CertifiedInput } from './certificate.ts';

/**
 * The driver that a certificate speaks of, with its files as they are now. `base` is the absolute folder that its paths are
 * relative to, `kernelTree` the absolute place of the kernel tree where it has moved.
 * @throws FreehandleError FH2021 when the driver, or the kernel tree, is not there.
 */
export function restoreInput(certified: CertifiedInput, base: string, kernelTree: string | null): DriverInput {
  const root = resolve(base, certified.root);
  const standIns = Object.entries(certified.standIns).map(
    ([path, text]) => [resolve(base, path), new Uint8Array(Buffer.from(text, 'base64'))] as const,
  );
  const overlay = Object.fromEntries(standIns);
  const driver = join(root, certified.file);
  const source = overlay[driver] ?? (existsSync(driver) ? readFileSync(driver) : null);
  if (source === null) throw missing(certified.file, 'Run the command in the folder that the certificate was made in.');
  const tree = certified.kernelTree === null ? null : (kernelTree ?? resolve(base, certified.kernelTree));
  if (tree !== null && !existsSync(tree)) throw missing(tree, 'Say where the kernel tree is now: --kernel-tree DIR.');
  return {
    file: certified.file,
    root,
    source,
    includeRoots: certified.includeRoots.map((path) => resolve(base, path)),
    overlay,
    ...(tree === null ? {} : { kernelTree: tree }),
    ...(certified.calls ? { calls: certified.calls } : {}),
  };
}

function missing(path: string, hint: string): FreehandleError {
  return new FreehandleError(`${path}: not there`, {
    code: 'FH2021',
    title: 'Source of the certificate missing',
    hint,
  });
}
