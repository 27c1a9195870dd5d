import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { hashOf } from '@freehandle/codemod';

const packages = ['@freehandle/model', '@freehandle/verifier'];

/** Stands for the programs that run a driver: the text of the model's and the verifier's modules, kit and overlays. */
export function programHash(): string {
  const require = createRequire(import.meta.url);
  const files = packages.flatMap((name) => {
    const top = dirname(require.resolve(`${name}/package.json`));
    return ['dist', 'kit', 'overlay'].flatMap((folder) => filesBelow(join(top, folder)));
  });
  return hashOf(files.map((file) => hashOf(readFileSync(file))).join());
}

function filesBelow(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && /\.(?:js|h)$/.test(entry.name));
    return files.map((entry) => join(entry.parentPath, entry.name)).sort();
  } catch {
    // a package without such a folder
    return [];
  }
}
