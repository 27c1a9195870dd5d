import { access, constants, readFile } from 'node:fs/promises';
import { FreehandleError } from '@freehandle/c-source';
import writeFileAtomic from 'write-file-atomic';
import { changed, type MigratedFile } from './migrated-files.ts';

/**
 * Writes all files or none: every target is checked first, each is replaced by a rename, and when one fails those
 * already written get their bytes back. Modes are kept; a symbolic link is followed, not replaced.
 * @throws FreehandleError FH1301 when a target changed since it was read, FH1302 when one cannot be written.
 */
export async function writeFiles(files: readonly MigratedFile[]): Promise<void> {
  for (const file of files) await check(file);
  const written: MigratedFile[] = [];
  try {
    for (const file of files) {
      if (!(await isUnchanged(file))) throw changed(file.file);
      await writeFileAtomic(file.path, Buffer.from(file.after));
      written.push(file);
    }
  } catch (error) {
    for (const file of written) await writeFileAtomic(file.path, Buffer.from(file.before));
    throw error instanceof FreehandleError ? error : cannotWrite(files[written.length]?.file ?? '', error);
  }
}

async function check(file: MigratedFile): Promise<void> {
  if (!(await isUnchanged(file))) throw changed(file.file);
  try {
    await access(file.path, constants.W_OK);
  } catch (error) {
    throw cannotWrite(file.file, error);
  }
}

async function isUnchanged(file: MigratedFile): Promise<boolean> {
  try {
    return Buffer.from(file.before).equals(await readFile(file.path));
  } catch {
    return false;
  }
}

function cannotWrite(file: string, cause: unknown): FreehandleError {
  return new FreehandleError(`${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
    code: 'FH1302',
    title: 'File not writable',
    hint: 'No file was changed. Check the permissions and the space on the disk.',
    place: { file, line: 1, column: 1 },
    cause,
  });
}
