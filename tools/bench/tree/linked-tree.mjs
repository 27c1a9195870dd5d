/** Copies of a tree made of links, so that a tree of gigabytes is copied in seconds. No file of the original is ever written. */
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

const isSource = (name) => name.endsWith('.c') || name.endsWith('.h');

/** Folders with C files below `root`, relative, with their files. */
export function* foldersOf(root, folder = '') {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const files = entries.filter((entry) => entry.isFile() && isSource(entry.name)).map(({ name }) => name);
  if (files.length > 0) yield { folder, files };
  for (const entry of entries)
    if (entry.isDirectory() && entry.name !== '.git') yield* foldersOf(root, path.join(folder, entry.name));
}

/** Links every C file of the chosen folders into `out`, except those that are there already. @returns the number of files */
export function linkTree(tree, out, isChosen = () => true) {
  let count = 0;
  let nth = 0;
  for (const { folder, files } of foldersOf(tree)) {
    if (!isChosen(nth++)) continue;
    mkdirSync(path.join(out, folder), { recursive: true });
    for (const name of files) {
      count += 1;
      const to = path.join(out, folder, name);
      if (!existsSync(to)) link(path.join(tree, folder, name), to);
    }
  }
  return count;
}

function link(from, to) {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
