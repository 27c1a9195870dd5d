/** Coccinelle with the kernel's own semantic patches, the tree's, in report mode. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { measuredRun } from '../../restoration/measured-run.mjs';
import { findingsByName } from '../mutant-files.mjs';

/** Those that speak of memory, of NULL, and of what may not sleep. */
const folders = ['free', 'null', 'locks'];
const single = ['api/kfree_mismatch.cocci', 'api/kfree_sensitive.cocci', 'misc/swap.cocci', 'misc/noderef.cocci'];

export async function coccinelle(tree, files) {
  const version = await measuredRun('spatch', ['--version']).catch(() => ({ status: 1 }));
  const root = path.join(tree, 'scripts/coccinelle');
  if (version.status !== 0 || !existsSync(root)) return null;
  const patches = folders
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`))
    .concat(single)
    .filter((name) => name.endsWith('.cocci') && existsSync(path.join(root, name)));
  let output = '';
  let cpuSeconds = 0;
  for (const patch of patches) {
    const args = ['-D', 'report', '--very-quiet', '--no-includes', '--timeout', '60', '-j', '2'];
    // spatch leaves folders where it runs
    const cwd = path.dirname(files.folder);
    const run = await measuredRun('spatch', [...args, '--sp-file', path.join(root, patch), '--dir', files.folder], {
      cwd,
    });
    output += `${run.stdout}\n`;
    cpuSeconds += run.cpuSeconds;
  }
  return { name: 'Coccinelle, the kernel’s patches', cpuSeconds, found: findingsByName(output, files) };
}
