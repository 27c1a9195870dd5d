import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FreehandleError } from '@freehandle/c-source';

const execute = promisify(execFile);

const AGAINST = '--against takes a folder, or a revision of the git repository that the files are in.';

/** Runs git in a folder. @throws FreehandleError FH2005 with git's own words. */
async function git(folder: string, args: readonly string[], hint = AGAINST): Promise<Buffer> {
  try {
    const { stdout } = await execute('git', ['-C', folder, ...args], { encoding: 'buffer', maxBuffer: 1 << 30 });
    return stdout;
  } catch (cause) {
    const said = String((cause as { stderr?: Buffer }).stderr ?? (cause as Error).message).trim();
    throw new FreehandleError(`git ${args[0] ?? ''} in ${folder}: ${said}`, {
      code: 'FH2005',
      title: 'git could not answer',
      hint,
      cause,
    });
  }
}

/** The top folder of the repository that holds `folder`. */
export async function topOf(folder: string): Promise<string> {
  return (await git(folder, ['rev-parse', '--show-toplevel'])).toString().trim();
}

/** Files that differ between a revision and the work tree, those that git does not know yet included, relative to the top. */
export async function changedSince(top: string, revision: string): Promise<string[]> {
  const changed = await git(top, ['diff', '--name-only', '-z', '--no-renames', revision, '--']);
  const unknown = await git(top, ['ls-files', '--others', '--exclude-standard', '-z']);
  return [changed, unknown].flatMap((list) => list.toString().split('\0')).filter(Boolean);
}

/** A file as it was; null where the revision does not have it. */
export async function fileAt(top: string, revision: string, file: string): Promise<Uint8Array | null> {
  const known = await git(top, ['ls-tree', '-z', '--name-only', revision, '--', file]);
  return known.length === 0 ? null : git(top, ['cat-file', 'blob', `${revision}:${file}`]);
}

/** Who git would say a commit made now is from. @throws FreehandleError FH2005 when git does not know. */
export async function authorHere(folder: string): Promise<{ name: string; date: string }> {
  const hint = 'Patches need an author: set user.name and user.email with git config.';
  const said = (await git(folder, ['var', 'GIT_AUTHOR_IDENT'], hint)).toString().trim();
  const [, name = said, date = ''] = /^(.*>) (\d+ [+-]\d{4})$/.exec(said) ?? [];
  return { name, date };
}

/** The way from the top of the repository to a folder in it, ending in `/`; empty at the top, and in no repository. */
export async function prefixOf(folder: string): Promise<string> {
  return git(folder, ['rev-parse', '--show-prefix']).then(
    (said) => said.toString().trim(),
    () => '',
  );
}
