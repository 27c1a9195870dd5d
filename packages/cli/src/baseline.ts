import fs from 'node:fs';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import type { Session } from './session.ts';

/** The fingerprints that a baseline lists. @throws FreehandleError FH2030 when it cannot be read or is no baseline. */
export function readBaseline(session: Session, file: string): Set<string> {
  let listed: unknown;
  try {
    const read: unknown = JSON.parse(fs.readFileSync(path.resolve(session.io.cwd(), file), 'utf8'));
    listed = typeof read === 'object' && read !== null && 'known' in read ? read.known : null;
  } catch (cause) {
    throw failure(file, cause);
  }
  if (!Array.isArray(listed) || !listed.every(hasFingerprint)) throw failure(file, undefined);
  return new Set(listed.map(({ fingerprint }) => fingerprint));
}

function hasFingerprint(known: unknown): known is { readonly fingerprint: string } {
  return typeof known === 'object' && known !== null && 'fingerprint' in known && typeof known.fingerprint === 'string';
}

function failure(file: string, cause: unknown): FreehandleError {
  return new FreehandleError(`${file}: not a baseline that can be read`, {
    code: 'FH2030',
    title: 'Baseline not read',
    hint: 'Write one with --write-baseline FILE.',
    cause,
  });
}
