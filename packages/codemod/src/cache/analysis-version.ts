import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { hashOf } from '../plan/hash.ts';

const PACKAGES = ['@freehandle/c-source', '@freehandle/provenance', '@freehandle/codemod'];

/**
 * Stands for the program that makes facts: the text of its modules, and of the manifests, which name the parser's version. So
 * a change of the analysis can never be forgotten in a number. Some milliseconds.
 */
export function analysisVersion(): string {
  const require = createRequire(import.meta.url);
  const files = PACKAGES.flatMap((name) => {
    const manifest = require.resolve(`${name}/package.json`);
    const modules = join(dirname(manifest), 'dist');
    const built = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    return [manifest, ...built.sort().map((file) => join(modules, file))];
  });
  return hashOf(files.map((file) => hashOf(readFileSync(file))).join());
}
