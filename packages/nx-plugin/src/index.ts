import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createNodesFromFiles, type CreateNodesResult, type CreateNodesV2 } from '@nx/devkit';
import { groupsOf, targetsOf } from './targets.ts';

/** Infers the targets of every folder with a `freehandle.config.*`. Nx before 22 calls it by this name. */
export const createNodesV2: CreateNodesV2 = [
  '**/freehandle.config.{json,js,mjs,ts,mts}',
  (files, options, context) => createNodesFromFiles(nodesOf, files, options, context),
];

/** The name that Nx 22 and later call. */
export const createNodes: CreateNodesV2 = createNodesV2;

function nodesOf(file: string, _options: unknown, context: { workspaceRoot: string }): CreateNodesResult {
  const folder = path.posix.dirname(file);
  const targets = targetsOf(folder, driversIn(path.join(context.workspaceRoot, folder)));
  // A name that the folder's own project.json or package.json gives outranks this one.
  const name = folder === '.' ? 'freehandle' : folder.replaceAll('/', '-');
  return { projects: { [folder]: { root: folder, name, targets, metadata: { targetGroups: groupsOf(targets) } } } };
}

/** The C files of a folder that say how they begin: the others are parts of these. */
function driversIn(folder: string): string[] {
  const begins = /\b(?:module_init|init_module|module_\w+_driver|\w+_initcall)\s*\(/;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.c') && begins.test(readFileSync(path.join(folder, name), 'latin1')))
    .sort();
}
