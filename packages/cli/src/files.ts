import fs from 'node:fs';
import path from 'node:path';
import { isTypeScript, type FileProblem } from '@freehandle/codemod';
import { FreehandleError } from '@freehandle/c-source';

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

/** Folders that are not entered, whatever is in them. */
const passedOver = new Set(['.git', 'node_modules']);
const isSource = (name: string): boolean => /\.(?:[ch]|[mc]?ts|tsx)$/.test(name) && !/\.d\.[mc]?ts$/.test(name);

/** Folders after which an interrupt is looked for. */
const CHUNK = 256;

/** The sources below a folder; one that cannot be read is a problem. A plain walk: no pattern is as fast over a kernel. */
async function below(
  folder: string,
  cwd: string,
  problems: FileProblem[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const files: string[] = [];
  const pending = [folder];
  let entered = 0;
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (entered++ % CHUNK === 0) await new Promise<void>((turn) => setImmediate(turn));
    signal?.throwIfAborted();
    const beginning = at.endsWith(path.sep) ? at : `${at}${path.sep}`;
    for (const entry of entriesOf(at, cwd, problems)) {
      if (entry.isDirectory()) {
        if (!passedOver.has(entry.name)) pending.push(beginning + entry.name);
      } else if (entry.isFile() && isSource(entry.name)) files.push(beginning + entry.name);
    }
  }
  return files;
}

function entriesOf(folder: string, cwd: string, problems: FileProblem[]): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    problems.push({
      file: path.relative(cwd, folder) || '.',
      code: 'FH2002',
      severity: 'error',
      message: `this folder cannot be read (${code ?? message})`,
      hint: 'Give yourself the right to read it, or leave it out of the paths.',
    });
    return [];
  }
}
