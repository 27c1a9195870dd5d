import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What vitest itself keeps in the temporary folder while it runs, and the cache that the tests share. */
const expected = /^(?:cache|node-compile-cache|[\w-]{21})$/;

/**
 * Gives the tests a temporary folder and a cache of their own, and takes both away. The run fails when a test has left
 * something in the folder.
 */
export default function scratch(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'freehandle-tests-'));
  // a test may look as another user
  chmodSync(folder, 0o755);
  // a run that is stopped comes to no teardown
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const cache = path.join(folder, 'cache');
  mkdirSync(cache);
  process.env['TMPDIR'] = folder;
  process.env['XDG_CACHE_HOME'] = cache;
  return () => {
    const left = readdirSync(folder).filter((name) => !expected.test(name));
    rmSync(folder, { recursive: true, force: true });
    if (left.length === 0) return;
    console.error(`Tests left in the temporary folder: ${left.join(', ')}`);
    process.exitCode = 1;
  };
}
