/**
 * The copy of a kernel tree that a tool is measured on: every .c and .h that mentions the API, stripped; all other sources
 * of the same folders; and what these include by quotes. The tree itself is only read.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { IncludePaths } from './include-paths.mjs';
import { stripFile } from './strip.mjs';

const isSource = (name) => name.endsWith('.c') || name.endsWith('.h');

function* sourcesBelow(root, folder = '') {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== '.git') yield* sourcesBelow(root, file);
    else if (entry.isFile() && isSource(entry.name)) yield file;
  }
}

/**
 * Writes the copy below `out`.
 * @returns `{ sites, scanned, stripped, copied }`: truth of every free, and numbers of files
 */
export function makeScratchTree(tree, out, api) {
  const names = [...Object.keys(api.frees), ...Object.keys(api.allocations), ...(api.also ?? [])];
  const mention = new RegExp(`\\b(?:${names.join('|')})\\b`);
  const needles = names.map((name) => Buffer.from(name));
  const written = new Set();
  const write = (file, bytes) => {
    mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
    writeFileSync(path.join(out, file), bytes);
    written.add(file);
  };
  const sites = [];
  const candidates = [];
  let scanned = 0;
  for (const file of sourcesBelow(tree)) {
    scanned += 1;
    const bytes = readFileSync(path.join(tree, file));
    if (!needles.some((needle) => bytes.includes(needle))) continue;
    const text = bytes.toString('latin1');
    if (!mention.test(text)) continue;
    candidates.push(file);
    const stripped = stripFile(text, api);
    write(file, Buffer.from(stripped.text, 'latin1'));
    sites.push(...stripped.sites.map((site) => ({ file, ...site })));
  }

  const includes = new IncludePaths(tree);
  const queue = [...candidates];
  for (const folder of new Set(candidates.map((file) => path.dirname(file))))
    for (const name of readdirSync(path.join(tree, folder)))
      if (isSource(name) && statSync(path.join(tree, folder, name)).isFile()) queue.push(path.posix.join(folder, name));
  const seen = new Set();
  while (queue.length > 0) {
    const file = queue.pop();
    if (seen.has(file) || !existsSync(path.join(tree, file))) continue;
    seen.add(file);
    const bytes = readFileSync(path.join(tree, file));
    if (!written.has(file)) write(file, bytes);
    queue.push(...includes.quotedBy(file, bytes.toString('latin1')));
  }
  return { sites, scanned, stripped: candidates.length, copied: written.size - candidates.length };
}
