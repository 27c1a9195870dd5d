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
  if (!Array.isArray(listed) || !listed.every((one) => typeof one === 'string')) throw failure(file, undefined);
  return new Set(listed);
}

function failure(file: string, cause: unknown): FreehandleError {
  return new FreehandleError(`${file}: not a baseline that can be read`, {
    code: 'FH2030',
    title: 'Baseline not read',
    hint: 'Write one with --write-baseline FILE.',
    cause,
  });
}
