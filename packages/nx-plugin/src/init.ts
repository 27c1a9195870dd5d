import path from 'node:path';
import { formatFiles, readNxJson, updateNxJson, type Tree } from '@nx/devkit';

/** What `nx g @freehandle/nx:init` takes. */
export interface InitOptions {
  /** The folder of the C sources, relative to the workspace. */
  readonly directory: string;
  readonly migration?: string;
}

/** Adds the plugin to the workspace, and a configuration to the folder; what is there stays. */
export async function initGenerator(tree: Tree, { directory, migration }: InitOptions): Promise<void> {
  const nx = readNxJson(tree) ?? {};
  const plugins = nx.plugins ?? [];
  const known = plugins.some((one) => (typeof one === 'string' ? one : one.plugin) === '@freehandle/nx');
  if (!known) updateNxJson(tree, { ...nx, plugins: [...plugins, '@freehandle/nx'] });
  const config = path.posix.join(directory, 'freehandle.config.json');
  if (!tree.exists(config)) tree.write(config, `${JSON.stringify(migration === undefined ? {} : { migration })}\n`);
  await formatFiles(tree);
}

export default initGenerator;
