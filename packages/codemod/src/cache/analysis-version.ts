import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { hashOf } from '../plan/hash.ts';

/**
 * Stands for a program that makes facts, by the names of its packages as `module` imports them: the text of its modules, and of the manifests, which name the parser's version. So
 * a change of the analysis can never be forgotten in a number. Some milliseconds.
 */
export function analysisVersion(packages: readonly string[], module: string): string {
  const require = createRequire(module);
  const files = packages.flatMap((name) => {
    const manifest = require.resolve(`${name}/package.json`);
    const modules = join(dirname(manifest), 'dist');
    const built = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    return [manifest, ...built.sort().map((file) => join(modules, file))];
  });
  return hashOf(files.map((file) => hashOf(readFileSync(file))).join());
}
