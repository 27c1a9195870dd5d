import fs from 'node:fs';
import path from 'node:path';
import { isTypeScript, type FileProblem } from '@freehandle/codemod';
import { FreehandleError } from '@freehandle/c-source';
import { glob } from 'tinyglobby';

/** The sources below some paths, and what could not be read on the way. */
export interface FoundFiles {
  /** C sources and headers: absolute, sorted, each once. A file named by the user is here whatever its name. */
  readonly files: readonly string[];
  /** TypeScript, likewise. */
  readonly scripts: readonly string[];
  readonly problems: readonly FileProblem[];
}

/**
 * Expands files and folders to the C sources, headers and TypeScript sources below them. Symbolic links are not followed (kernel trees
 * link include/asm to one of their architectures, and a loop has no end), `.git` and `node_modules` are not entered.
 * @throws FreehandleError FH2001 when a path does not exist.
 */
export async function findFiles(paths: readonly string[], cwd: string, signal?: AbortSignal): Promise<FoundFiles> {
  const files = new Set<string>();
  const problems: FileProblem[] = [];
  for (const given of paths) {
    const absolute = path.resolve(cwd, given);
    const stat = fs.statSync(absolute, { throwIfNoEntry: false });
    if (stat === undefined) {
      throw new FreehandleError(`${given}: no such file or folder`, {
        code: 'FH2001',
        title: 'Path not found',
        hint: 'Name files or folders that exist; a path is read from the folder the command is started in.',
      });
    }
    if (!stat.isDirectory()) files.add(absolute);
    else for (const file of await below(absolute, cwd, problems, signal)) files.add(file);
  }
  const [scripts, sources] = [true, false].map((wanted) =>
    [...files].filter((file) => isTypeScript(file) === wanted).sort(),
  );
  return { files: sources!, scripts: scripts!, problems };
}

/** tinyglobby passes over what it cannot read; a folder that stays unread must be told, so its reader is wrapped. */
async function below(
  folder: string,
  cwd: string,
  problems: FileProblem[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const readdir = ((target: string, options: { withFileTypes: true }, done: fs.NoParamCallback) => {
    fs.readdir(target, options, (error, entries) => {
      if (error) {
        problems.push({
          file: path.relative(cwd, target) || '.',
          code: 'FH2002',
          severity: 'error',
          message: `this folder cannot be read (${error.code ?? error.message})`,
          hint: 'Give yourself the right to read it, or leave it out of the paths.',
        });
      }
      (done as (error: unknown, entries: unknown) => void)(error, entries);
    });
  }) as typeof fs.readdir;
  const files = await glob(['**/*.{c,h,ts,mts,cts,tsx}', '!**/*.d.{ts,mts,cts}'], {
    cwd: folder,
    absolute: true,
    dot: true,
    followSymbolicLinks: false,
    ignore: ['**/.git/**', '**/node_modules/**'],
    fs: { readdir },
    ...(signal && { signal }),
  });
  signal?.throwIfAborted();
  return files;
}
