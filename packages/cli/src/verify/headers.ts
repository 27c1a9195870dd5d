import fs from 'node:fs';
import path from 'node:path';

/**
 * The `include` folders a driver sees, nearest first: those of the folders above it, as in a kernel tree.
 * @param file absolute path of the driver.
 */
export function includeRootsOf(file: string): string[] {
  const roots: string[] = [];
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const include = path.join(folder, 'include');
    if (fs.statSync(include, { throwIfNoEntry: false })?.isDirectory()) roots.push(include);
    if (folder === path.dirname(folder) || fs.existsSync(path.join(folder, '.git'))) return roots;
  }
}
