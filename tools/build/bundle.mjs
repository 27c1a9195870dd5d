// Bundles each package's code into its dist/, beside the types that `tsc -b` writes there: what is published, and what the
// command, its threads and the end-to-end tests run. Node takes longer to find and load a thousand small modules than to
// run most commands. Run in a package's folder: only that package's.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled, bundledModules, replaceCode } from './bundled.mjs';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));
const here = path.parse(process.cwd());
const folders = here.dir === packages ? [here.base] : readdirSync(packages);

/** Modules that are started by themselves, beside each package's index: worker threads, and what Nx loads by its file. */
const started = {
  audit: ['threads/worker'],
  codemod: ['threads/worker'],
  'nx-plugin': ['init'],
  verifier: ['sandbox/worker'],
};

for (const folder of folders) {
  const files = await bundledModules(path.join(packages, folder), ['index', ...(started[folder] ?? [])]);
  if (folder === 'report') files.push(...(await pageScript(path.join(packages, folder))));
  replaceCode(path.join(packages, folder, 'dist'), new Map(files));
}

/** The script of the HTML report: not a module, because a page that is a file may not import any. */
function pageScript(folder) {
  const input = { 'page-script': path.join(folder, 'src/html/client/main.ts') };
  return bundled({ input, platform: 'browser' }, { format: 'iife', comments: false });
}
