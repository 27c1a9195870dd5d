import { FreehandleError } from '@freehandle/c-source';
import { migrationFromPrototypes, migrations, type Migration } from '@freehandle/codemod';
import { loadConfig } from './load-config.ts';

/** Which migration the user asks for, and where its declaration may stand. */
export interface MigrationRequest {
  /** `--migration`; without it the configuration decides, and without that the first one built in. */
  readonly migration?: string;
  /** `--config`: the file, instead of the nearest one upwards. */
  readonly config?: string;
}

/**
 * The migration asked for: one of the configuration's, else one built in.
 * @throws FreehandleError FH2011 when neither has it, FH2010 when the configuration is wrong.
 */
export async function chooseMigration(request: MigrationRequest, folder: string): Promise<Migration> {
  const found = await loadConfig(folder, request.config);
  // All of them, so that a wrong one is told though another is asked for.
  const declared = await Promise.all((found?.config.migrations ?? []).map(migrationFromPrototypes));
  const name = request.migration ?? found?.config.migration ?? migrations[0]!.name;
  const known = [...declared, ...migrations];
  const chosen = known.find((one) => one.name === name);
  if (chosen !== undefined) return chosen;
  throw new FreehandleError(`there is no migration '${name}'`, {
    code: 'FH2011',
    title: 'Unknown migration',
    hint: `There are ${known.map((one) => one.name).join(', ')}${found === null ? '; a freehandle.config.json can declare more' : ` (${found.file})`}.`,
  });
}
