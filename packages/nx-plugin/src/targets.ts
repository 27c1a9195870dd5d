import type { TargetConfiguration } from '@nx/devkit';

/** What a folder's `freehandle.config.json` may say. */
export interface FolderConfig {
  /** Name of the migration; the command's default when left out. */
  readonly migration?: string;
}

/** The targets of a folder of C sources: `migrate` fails while sites are left, `verify` while findings are. */
export function targetsOf(folder: string, config: FolderConfig): Record<string, TargetConfiguration> {
  const migration = config.migration === undefined ? '' : ` --migration ${config.migration}`;
  return {
    migrate: target(`freehandle migrate ${folder}${migration}`, 'Shows the calls that are still of the old form.'),
    verify: target(`freehandle verify ${folder}${migration}`, 'Runs the drivers before and after the migration.'),
  };
}

function target(command: string, description: string): TargetConfiguration {
  return {
    command,
    options: { cwd: '{workspaceRoot}' },
    cache: true,
    // The answer depends on the C files and on the tool, on nothing else.
    inputs: [
      '{projectRoot}/**/*.c',
      '{projectRoot}/**/*.h',
      '{projectRoot}/freehandle.config.json',
      { externalDependencies: ['freehandle'] },
    ],
    outputs: [],
    metadata: {
      technologies: ['c', 'freehandle'],
      description,
      help: { command: 'npx freehandle --help', example: {} },
    },
  };
}
