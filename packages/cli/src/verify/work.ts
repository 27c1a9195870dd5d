import fs from 'node:fs';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import { migratedFiles, planMigration, unifiedDiff, type Migration, type SiteStatus } from '@freehandle/codemod';
import { migrationReport, type MigrationReport } from '@freehandle/report';
import { findFiles } from '../files.ts';
import { describeProgress } from '../progress.ts';
import { version } from '../version.ts';
import { includeRootsOf } from './headers.ts';
import { pairsWithFolder, pairsWithMigrated, pairsWithRevision, type OlderForms, type Setting } from './pairs.ts';

/** What is run side by side, and the migration that makes the difference, where one does. */
export interface Work extends OlderForms {
  readonly migration: { readonly report: MigrationReport; readonly diff: string } | null;
}

/** How the migrated forms are made. */
export interface MigrationChoice {
  readonly migration: Migration;
  readonly include: readonly SiteStatus[];
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/**
 * The drivers beside what the migration makes of them, headers above them included: the prototype is in one of those.
 * No pairs when it changes nothing.
 */
export async function besideMigrated(
  drivers: readonly string[],
  files: readonly string[],
  choice: MigrationChoice,
  setting: Setting,
): Promise<Work> {
  const headerRoots =
    setting.kernelTree === null
      ? [...new Set(drivers.flatMap(includeRootsOf))]
      : [path.join(setting.kernelTree, 'include')];
  const headers = await findFiles(headerRoots, setting.cwd);
  const started = performance.now();
  const plan = await planMigration([...new Set([...files, ...headers.files])].sort(), {
    migration: choice.migration,
    root: setting.cwd,
    signal: choice.signal,
    onProgress: (at) => choice.onProgress(describeProgress(at)),
  });
  const migrated = await migratedFiles(plan, { include: choice.include });
  return {
    pairs: migrated.length === 0 ? [] : pairsWithMigrated(drivers, migrated, setting),
    unchanged: [],
    migration: {
      report: migrationReport(plan, { version, ms: performance.now() - started }),
      diff: unifiedDiff(migrated),
    },
  };
}

/**
 * The drivers beside an older form of them.
 * @param against a git revision, or a folder that mirrors the current one (the kernel tree, where one is given).
 * @throws FreehandleError FH2007 when the folder holds none of the drivers.
 */
export async function besideOriginal(drivers: readonly string[], against: string, setting: Setting): Promise<Work> {
  return { ...(await withOriginal(drivers, against, setting)), migration: null };
}

async function withOriginal(drivers: readonly string[], against: string, setting: Setting): Promise<OlderForms> {
  if (drivers.length === 0) return { pairs: [], unchanged: [] };
  const folder = path.resolve(setting.cwd, against);
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return pairsWithRevision(drivers, against, setting);
  }
  const base = setting.kernelTree ?? setting.cwd;
  const pairs = pairsWithFolder(drivers, { base, folder }, setting);
  if (pairs.length > 0) return { pairs, unchanged: [] };
  throw new FreehandleError(`--against ${against}: none of the drivers is there`, {
    code: 'FH2007',
    title: 'Nothing to compare with',
    hint: `A driver is looked up under its path relative to ${setting.kernelTree === null ? 'the current folder' : 'the kernel tree'}.`,
  });
}
