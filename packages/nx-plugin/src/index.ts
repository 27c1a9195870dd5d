import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createNodesFromFiles, type CreateNodesResult, type CreateNodesV2 } from '@nx/devkit';
import { targetsOf, type FolderConfig } from './targets.ts';

export type { FolderConfig } from './targets.ts';

/** Infers `migrate` and `verify` for every folder with a `freehandle.config.json`. Nx before 22 calls it by this name. */
export const createNodesV2: CreateNodesV2 = [
  '**/freehandle.config.json',
  (files, options, context) => createNodesFromFiles(nodesOf, files, options, context),
];

/** The name that Nx 22 and later call. */
export const createNodes: CreateNodesV2 = createNodesV2;

/** @throws Error naming the file when it is not JSON; Nx shows it and goes on with the other projects. */
function nodesOf(file: string, _options: unknown, context: { workspaceRoot: string }): CreateNodesResult {
  const folder = path.posix.dirname(file);
  const config = readConfig(path.join(context.workspaceRoot, file), file);
  return { projects: { [folder]: { root: folder, targets: targetsOf(folder, config) } } };
}

function readConfig(absolute: string, file: string): FolderConfig {
  try {
    return JSON.parse(readFileSync(absolute, 'utf8')) as FolderConfig;
  } catch (cause) {
    throw new Error(`${file}: not valid JSON; write {} for the defaults`, { cause });
  }
}
