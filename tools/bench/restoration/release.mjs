import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What the tree's Makefile says it is. */
export function releaseOf(tree) {
  const file = path.join(tree, 'Makefile');
  const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
  const numbers = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(
    (name) => new RegExp(`^${name} *= *(\\w+)`, 'm').exec(text)?.[1],
  );
  return numbers.includes(undefined) ? path.basename(tree) : `Linux ${numbers.join('.')}`;
}
