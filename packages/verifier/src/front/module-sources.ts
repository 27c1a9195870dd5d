import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { DriverInput } from '../driver-input.ts';
import { buildRules } from './linux-6/makefiles.ts';
import { parseMakefile, type Makefile } from './makefile.ts';

/** The Makefile in a driver's folder (`.`) or in one above (`..`); one that says nothing where there is none. */
export function makefileOf({ file, root }: DriverInput, folder: '.' | '..'): Makefile {
  const makefile = join(root, posix.dirname(file), folder, 'Makefile');
  return parseMakefile(existsSync(makefile) ? readFileSync(makefile, 'latin1') : '');
}

/** The texts of `Config.in` in a driver's folder and in those above it, nearest first. */
export function configurationsOf({ file, root }: DriverInput): string[] {
  const folders = posix.dirname(posix.normalize(file)).split('/');
  return folders
    .map((_, index) => join(root, ...folders.slice(0, folders.length - index), 'Config.in'))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'latin1'));
}

/**
 * The sources of the module that a driver is part of, the driver first: those that its folder's Makefile links with it.
 * One object may be part of two modules: the larger is taken, for it says more.
 */
export function sourcesOfModule(input: DriverInput): DriverInput[] {
  const own = posix.basename(input.file);
  const modules = [...makefileOf(input, '.').composites.values()].filter((sources) => sources.includes(own));
  const largest = modules.reduce<readonly string[]>((best, one) => (one.length > best.length ? one : best), []);
  return [input, ...largest.filter((name) => name !== own).flatMap((name) => siblingOf(input, name))];
}

/** Another source in the driver's folder, none when it is not there. Makefiles name what was generated, too. */
function siblingOf(input: DriverInput, name: string): DriverInput[] {
  const file = posix.join(posix.dirname(input.file), name);
  const host = join(input.root, file);
  const source = input.overlay[host] ?? (existsSync(host) ? readFileSync(host) : null);
  return source === null ? [] : [{ ...input, file, source }];
}

/** Sources of one module that are compiled beside the one asked for: each takes a second or more. */
const MOST_BESIDE = 7;

/**
 * The same for a Linux 5 or 6 tree, whose makefiles name the parts of a module in more ways. One of many sources is run
 * by itself: what the others define are then functions that the model does not know.
 */
export function sourcesOfLinux6(input: DriverInput, tree: string): DriverInput[] {
  const { file, root } = input;
  const inTree = posix.relative(tree, posix.join(root, file));
  const own = posix.basename(file);
  const beside = buildRules(tree, inTree.startsWith('..') ? file : inTree).parts.filter((name) => name !== own);
  return beside.length > MOST_BESIDE ? [input] : [input, ...beside.flatMap((name) => siblingOf(input, name))];
}
