import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hashOf } from '../plan/hash.ts';

/** Between the parts of the file, as none of them holds it. */
const LINE = '\n';

/**
 * The parts of a file that {@link writeSealed} wrote under the same `seal`, the last of `most` with all that follow; null
 * when there is none, or when a byte of it is not as it was written.
 */
export function readSealed(path: string, seal: string, most = Infinity): string[] | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return null;
  }
  const end = bytes.indexOf(LINE);
  const rest = bytes.subarray(end + 1);
  if (end < 0 || bytes.toString('latin1', 0, end) !== hashOf(rest)) return null;
  const [first, ...parts] = split(rest.toString(), most + 1);
  return first === seal ? parts : null;
}

function split(text: string, most: number): string[] {
  if (most === Infinity) return text.split(LINE);
  const parts: string[] = [];
  let from = 0;
  for (let end = text.indexOf(LINE); end >= 0 && parts.length < most - 1; end = text.indexOf(LINE, from)) {
    parts.push(text.slice(from, end));
    from = end + 1;
  }
  return [...parts, text.slice(from)];
}

/**
 * Writes parts, none of which has a line end, so that nobody ever sees half of them: beside, then by a rename.
 * @returns whether it could be done.
 */
export function writeSealed(path: string, seal: string, parts: readonly string[]): boolean {
  const rest = [seal, ...parts].join(LINE);
  const beside = `${path}.${process.pid}-${Date.now()}`;
  try {
    makeFolder(dirname(path));
    writeFileSync(beside, `${hashOf(rest)}${LINE}${rest}`, { flag: 'wx' });
    renameSync(beside, path);
    return true;
  } catch {
    try {
      rmSync(beside, { force: true });
    } catch {
      // It stays until the cache is cleared of what is old.
    }
    return false;
  }
}

/** Makes a folder and those above it. Not by the option of mkdir, which comes to no end below /proc [Node 20]. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another run may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
