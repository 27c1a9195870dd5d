import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FreehandleError } from '@freehandle/c-source';

const execute = promisify(execFile);

/** Runs git in a folder. @throws FreehandleError FH2005 with git's own words. */
async function git(folder: string, args: readonly string[]): Promise<Buffer> {
  try {
    const { stdout } = await execute('git', ['-C', folder, ...args], { encoding: 'buffer', maxBuffer: 1 << 30 });
    return stdout;
  } catch (cause) {
    const said = String((cause as { stderr?: Buffer }).stderr ?? (cause as Error).message).trim();
    throw new FreehandleError(`git ${args[0] ?? ''} in ${folder}: ${said}`, {
      code: 'FH2005',
      title: 'git could not answer',
      hint: '--against takes a folder, or a revision of the git repository that the files are in.',
      cause,
    });
  }
}

/** The top folder of the repository that holds `folder`. */
export async function topOf(folder: string): Promise<string> {
  return (await git(folder, ['rev-parse', '--show-toplevel'])).toString().trim();
}

/** Files that differ between a revision and the work tree, relative to the top. */
export async function changedSince(top: string, revision: string): Promise<string[]> {
  const list = await git(top, ['diff', '--name-only', '-z', '--no-renames', revision, '--']);
  return list.toString().split('\0').filter(Boolean);
}

/** A file as it was; null where the revision does not have it. */
export async function fileAt(top: string, revision: string, file: string): Promise<Uint8Array | null> {
  const known = await git(top, ['ls-tree', '-z', '--name-only', revision, '--', file]);
  return known.length === 0 ? null : git(top, ['cat-file', 'blob', `${revision}:${file}`]);
}
