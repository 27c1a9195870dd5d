import type { TargetConfiguration } from '@nx/devkit';

/** The target that stands for all drivers of a folder in CI, and the prefix of theirs. */
const CI = 'verify-ci';

/**
 * The targets of a folder of C sources: `migrate` fails while sites are left, `audit` and `verify` while findings are;
 * `verify-ci` is a target for each driver, so that machines can share them. The command finds the folder's configuration.
 * @param drivers the names of the C files in the folder that can be run by themselves.
 */
export function targetsOf(folder: string, drivers: readonly string[]): Record<string, TargetConfiguration> {
  const sources = ['{projectRoot}/**/*.c'];
  const each = drivers.map((file): [string, TargetConfiguration] => [
    `${CI}--${file}`,
    target(folder, `freehandle verify ${quoted(file)}`, `Runs ${file} before and after the migration.`, [
      `{projectRoot}/${file}`,
    ]),
  ]);
  const all: TargetConfiguration = {
    executor: 'nx:noop',
    cache: true,
    inputs: [],
    outputs: [],
    dependsOn: each.map(([name]) => ({ target: name, projects: 'self' })),
    metadata: { technologies: ['c', 'freehandle'], description: 'Runs every driver, one target each.' },
  };
  return {
    migrate: target(folder, 'freehandle migrate', 'Shows the calls that are still of the old form.', sources),
    audit: target(folder, 'freehandle audit', 'Finds wrong frees, leaks and misuse.', sources),
    verify: target(folder, 'freehandle verify', 'Runs the drivers before and after the migration.', sources),
    ...(each.length === 0 ? {} : { ...Object.fromEntries(each), [CI]: all }),
  };
}

/** How the targets are shown together. */
export function groupsOf(targets: Readonly<Record<string, unknown>>): Record<string, string[]> {
  const names = Object.keys(targets).filter((name) => name.startsWith(CI));
  return names.length === 0 ? {} : { 'verify (CI)': names };
}

function target(folder: string, command: string, description: string, sources: readonly string[]): TargetConfiguration {
  return {
    command,
    options: { cwd: folder },
    cache: true,
    // The answer depends on the C files, the headers anywhere that they may include, the configurations upwards and the tool.
    inputs: [
      ...sources,
      '{workspaceRoot}/**/*.h',
      '{workspaceRoot}/**/freehandle.config.*',
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

function quoted(file: string): string {
  return /^[\w.-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`;
}
