import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundledModules, replaceCode } from './bundled.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What modules of a package export, also what its index does not: for tools of this repository. They are bundled from the
 * sources, apart from what is built: no object of theirs is an instance of a class of the index.
 * @param folder the package's folder in packages/.
 * @param modules their names in its src/, without `.ts`.
 */
export async function internals(folder, ...modules) {
  const name = `${folder}-${modules.join('-').replaceAll('/', '.')}`;
  const made = path.join(root, 'node_modules/.cache/freehandle', name);
  mkdirSync(made, { recursive: true });
  replaceCode(made, new Map(await bundledModules(path.join(root, 'packages', folder), modules)));
  const loaded = modules.map((module) => import(pathToFileURL(path.join(made, `${module}.js`)).href));
  return Object.assign({}, ...(await Promise.all(loaded)));
}
