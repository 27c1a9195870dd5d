import { constants } from 'node:fs';
import { access, chmod, chown, copyFile, link, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import { clearLeftovers } from './leftovers.ts';
import { changed, type MigratedFile } from './migrated-files.ts';

/** A file to replace, its real path, and the names beside it: for its new bytes until they are in place, and its old. */
interface Place {
  readonly file: MigratedFile;
  readonly target: string;
  readonly ready: string;
  readonly original: string;
}

/**
 * Writes all files or none. All new bytes are on the disk before the first file is replaced, so a full disk is noticed
 * while nothing has changed; then each is replaced by a rename, and when one fails those already replaced are renamed
 * back. A library that writes one file atomically cannot give that, hence our own. Modes and owners are kept; a
 * symbolic link is followed, not replaced.
 * @throws FreehandleError FH1301 when a target changed since it was read, FH1302 when one cannot be written.
 */
export async function writeFiles(files: readonly MigratedFile[]): Promise<void> {
  const places: Place[] = [];
  for (const [index, file] of files.entries()) places.push(await place(file, index));
  await clearLeftovers(places.map(({ target }) => target));
  const replaced: Place[] = [];
  try {
    for (const one of places) await naming(one.file, () => stage(one));
    for (const one of places) {
      if (!(await isUnchanged(one.file))) throw changed(one.file.file);
      await naming(one.file, () => rename(one.ready, one.target));
      replaced.push(one);
    }
  } catch (error) {
    for (const one of replaced) await rename(one.original, one.target);
    throw error;
  } finally {
    for (const { ready, original } of places) {
      await rm(ready, { force: true });
      await rm(original, { force: true });
    }
  }
}

/** Checks that the file may be replaced, and names the two files beside it. */
async function place(file: MigratedFile, index: number): Promise<Place> {
  if (!(await isUnchanged(file))) throw changed(file.file);
  await naming(file, () => access(file.path, constants.W_OK));
  const target = await realpath(file.path);
  // Not made from the target's name, which may already be as long as a name can be.
  const beside = path.join(path.dirname(target), `.freehandle-${process.pid}-${index}`);
  return { file, target, ready: `${beside}.new`, original: `${beside}.old` };
}

async function stage({ file, target, ready, original }: Place): Promise<void> {
  const { mode, uid, gid } = await stat(target);
  const handle = await open(ready, 'wx', mode);
  try {
    await handle.writeFile(file.after);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(ready, mode);
  // Only root may give a file away; for everybody else the owner is already right.
  await chown(ready, uid, gid).catch(() => undefined);
  // File systems without hard links get a copy.
  await link(target, original).catch(() => copyFile(target, original, constants.COPYFILE_EXCL));
}

async function isUnchanged(file: MigratedFile): Promise<boolean> {
  try {
    return Buffer.from(file.before).equals(await readFile(file.path));
  } catch {
    return false;
  }
}

/** Runs a step on a file; its error names the file. */
async function naming(file: MigratedFile, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (cause) {
    throw new FreehandleError(`cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
      code: 'FH1302',
      title: 'File not writable',
      hint: 'No file was changed. Check the permissions and the space on the disk.',
      place: { file: file.file, line: 1, column: 1 },
      cause,
    });
  }
}
