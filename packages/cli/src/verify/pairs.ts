import fs from 'node:fs';
import path from 'node:path';
import type { MigratedFile } from '@freehandle/codemod';
import type { DeclaredCalls, DriverInput, DriverPair } from '@freehandle/verifier';
import { changedSince, fileAt, topOf } from '../git.ts';
import { changedDrivers } from './changed-drivers.ts';
import { includeRootsOf } from './headers.ts';

/** What all drivers of a run share. */
export interface Setting {
  readonly cwd: string;
  /** Absolute; null when the kit's headers serve. */
  readonly kernelTree: string | null;
  /** Those of the migration. */
  readonly calls?: DeclaredCalls;
}

type Overlay = Readonly<Record<string, Uint8Array>>;

/** A driver as it stands, or as the overlay has it. `file` is absolute. */
export function inputOf(file: string, overlay: Overlay, { cwd, kernelTree, calls }: Setting): DriverInput {
  return {
    file: path.relative(cwd, file).split(path.sep).join('/'),
    root: cwd,
    source: overlay[file] ?? fs.readFileSync(file),
    includeRoots: kernelTree === null ? includeRootsOf(file) : [],
    overlay,
    ...(kernelTree === null ? {} : { kernelTree }),
    ...(calls === undefined ? {} : { calls }),
  };
}

/** The work tree beside what a migration would make of it. */
export function pairsWithMigrated(
  files: readonly string[],
  migrated: readonly MigratedFile[],
  setting: Setting,
): DriverPair[] {
  const overlay = Object.fromEntries(migrated.map(({ file, after }) => [path.resolve(setting.cwd, file), after]));
  return files.map((file) => ({ before: inputOf(file, {}, setting), after: inputOf(file, overlay, setting) }));
}

/** Drivers beside an older form; those that have none are in neither. */
export interface OlderForms {
  readonly pairs: readonly DriverPair[];
  /** Drivers that cannot differ from what they were. */
  readonly unchanged: readonly string[];
}

/** The files of a git revision beside the work tree; a file that the revision does not have is left out. */
export async function pairsWithRevision(
  files: readonly string[],
  revision: string,
  setting: Setting,
): Promise<OlderForms> {
  const top = await topOf(setting.kernelTree ?? path.dirname(files[0] ?? setting.cwd));
  const overlay: Record<string, Uint8Array> = {};
  const added = new Set<string>();
  for (const changed of await changedSince(top, revision)) {
    const bytes = await fileAt(top, revision, changed);
    if (bytes === null) added.add(path.join(top, changed));
    else overlay[path.join(top, changed)] = bytes;
  }
  const changed = new Set(changedDrivers(files, [...added, ...Object.keys(overlay)]));
  const pairs = files
    .filter((file) => changed.has(file) && !added.has(file))
    .map((file) => ({ before: inputOf(file, overlay, setting), after: inputOf(file, {}, setting) }));
  return { pairs, unchanged: files.filter((file) => !changed.has(file)) };
}

/**
 * The files of another folder beside these: `base/x.c` is compared with `folder/x.c`. The other folder's own headers
 * serve its files, and it is the kernel tree of its files where `base` is one.
 */
export function pairsWithFolder(
  files: readonly string[],
  { base, folder }: { base: string; folder: string },
  setting: Setting,
): DriverPair[] {
  const other: Setting = { ...setting, kernelTree: setting.kernelTree === base ? folder : setting.kernelTree };
  return files
    .map((file) => ({ file, original: path.join(folder, path.relative(base, file)) }))
    .filter(({ original }) => fs.existsSync(original))
    .map(({ file, original }) => {
      const after = inputOf(file, {}, setting);
      return { before: { ...inputOf(original, {}, other), file: after.file }, after };
    });
}
