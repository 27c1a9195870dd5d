/** Where `#include "…"` finds its file: beside the includer, where the folder's Makefile says -I, below include/. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const quoted = /^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm;

export class IncludePaths {
  #tree;
  #folders = new Map();

  constructor(tree) {
    this.#tree = tree;
  }

  /** Files of the tree that `text`, standing in `file`, includes by quotes; `from` is the unit it is included from. */
  quotedBy(file, text, from = file) {
    const found = [];
    for (const [, name] of text.matchAll(quoted)) {
      const places = [
        path.posix.dirname(file),
        path.posix.dirname(from),
        'include',
        ...this.#extra(path.posix.dirname(from)),
      ];
      const hit = places
        .map((folder) => path.posix.normalize(path.posix.join(folder, name)))
        .find((candidate) => !candidate.startsWith('..') && existsSync(path.join(this.#tree, candidate)));
      if (hit !== undefined) found.push(hit);
    }
    return found;
  }

  #extra(folder) {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const folders = [];
    for (const name of ['Makefile', 'Kbuild']) {
      const file = path.join(this.#tree, folder, name);
      if (!existsSync(file)) continue;
      for (const [, text] of readFileSync(file, 'latin1').matchAll(/-I\s*(\S+)/g)) {
        const resolved = text
          .replace(/\$\((?:srctree|TOPDIR)\)\/?/, '')
          .replace(/\$\((?:src|obj)\)/, folder)
          .replace(/\/$/, '');
        if (!resolved.includes('$') && resolved !== '') folders.push(path.posix.normalize(resolved));
      }
    }
    this.#folders.set(folder, folders);
    return folders;
  }
}
