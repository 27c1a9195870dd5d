import fs from 'node:fs';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import type { Patch } from '@freehandle/report';

/** @throws FreehandleError FH2009 when a folder holds patches: two series in one folder would be applied as one. */
export function refuseOldPatches(folder: string): void {
  const old = fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? fs.readdirSync(folder) : [];
  const patch = old.find((name) => name.endsWith('.patch'));
  if (patch === undefined) return;
  throw new FreehandleError(`${folder} holds ${patch} already`, {
    code: 'FH2009',
    title: 'Patches are there already',
    hint: 'Name another folder, or remove the patches in it: `git am` would take both series for one.',
  });
}

/** Writes a series, all patches or none. @throws FreehandleError FH2003 when the folder cannot be written. */
export function savePatches(folder: string, patches: readonly Patch[]): void {
  let unfinished: string | null = null;
  try {
    fs.mkdirSync(folder, { recursive: true });
    unfinished = fs.mkdtempSync(path.join(folder, '.unfinished-'));
    for (const { name, bytes } of patches) fs.writeFileSync(path.join(unfinished, name), bytes);
    for (const { name } of patches) fs.renameSync(path.join(unfinished, name), path.join(folder, name));
  } catch (cause) {
    throw new FreehandleError(
      `${folder}: the patches cannot be written (${(cause as NodeJS.ErrnoException).code ?? ''})`,
      {
        code: 'FH2003',
        title: 'Report not written',
        hint: 'Name a folder that you may write to, with room left on the disk.',
        cause,
      },
    );
  } finally {
    if (unfinished !== null) fs.rmSync(unfinished, { recursive: true, force: true });
  }
}
