// Packs every package as npm would publish it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Makes the tarballs in a folder; what npm says of each, and the path of each. */
export function packAll(folder) {
  mkdirSync(folder, { recursive: true });
  const args = ['pack', '--json', '--loglevel=error', '--pack-destination', folder];
  return readdirSync(`${root}packages`).map((name) => {
    const [packed] = JSON.parse(execFileSync('npm', args, { cwd: `${root}packages/${name}`, encoding: 'utf8' }));
    return { ...packed, tarball: path.join(folder, packed.filename) };
  });
}

/** Installs tarballs, and packages of the registry by name, into a folder that has a package.json. */
export function install(folder, packages) {
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...packages], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
