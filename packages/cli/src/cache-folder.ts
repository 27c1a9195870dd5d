import os from 'node:os';
import path from 'node:path';

/**
 * The user's own folder for what can be made again: `$XDG_CACHE_HOME/freehandle`, where it is not set the place that the
 * system has for it. Never a folder of the tree that is migrated. Null when the user has no home.
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const set = env['XDG_CACHE_HOME'];
  // A relative path is to be ignored, says the XDG base directory specification.
  if (set !== undefined && path.isAbsolute(set)) return path.join(set, 'freehandle');
  const home = env['HOME'] ?? os.homedir();
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    return local === undefined ? null : path.join(local, 'freehandle', 'Cache');
  }
  if (!path.isAbsolute(home)) return null;
  return path.join(home, platform === 'darwin' ? 'Library/Caches' : '.cache', 'freehandle');
}
