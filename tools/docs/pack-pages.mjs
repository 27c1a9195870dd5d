// Copies the pages that `freehandle explain` prints into the package, before it is packed.
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
rmSync(`${repository}packages/cli/docs`, { recursive: true, force: true });
for (const folder of ['rules', 'refusals']) {
  cpSync(`${repository}docs/${folder}`, `${repository}packages/cli/docs/${folder}`, { recursive: true });
}
