/**
 * Plans a tree twice: with functions shown to the parser only as far as facts rest on them, and in full. The plans must
 * be equal. Where the file does not parse in full they may differ to the better: such sites are listed apart.
 *
 *     npm run build && node tools/corpus/pruning.mjs TREE [FOLDER...]
 */
import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { argv, cpuUsage, exit, stdout } from 'node:process';
import { consistentFree, planMigration } from '../../packages/codemod/dist/index.js';

const [tree, ...folders] = argv.slice(2);
if (!tree) {
  stdout.write('usage: node tools/corpus/pruning.mjs TREE [FOLDER...]\n');
  exit(2);
}
const root = resolve(tree);
const files = (folders.length > 0 ? folders : ['.']).flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[ch]$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
);

const timed = async (unpruned) => {
  const before = cpuUsage().user;
  const plan = await planMigration(files, { migration: consistentFree, root, unpruned });
  return { plan, ms: Math.round((cpuUsage().user - before) / 1000) };
};
// In full first: what warms up does not speak for pruning.
const whole = await timed(true);
const pruned = await timed(false);

const place = (site) => `${site.file}:${site.line}:${site.column}`;
const inFull = new Map(whole.plan.sites.map((site) => [place(site), site]));
const isUnparsed = (site) => site.reason === 'unparsed' || (site.message ?? '').includes('did not parse');
let differing = 0;
let better = 0;
for (const site of pruned.plan.sites) {
  const other = inFull.get(place(site));
  if (other && JSON.stringify(site) === JSON.stringify(other)) continue;
  const wasUnparsed = Boolean(other && isUnparsed(other));
  if (wasUnparsed) better++;
  else differing++;
  stdout.write(`${place(site)} ${wasUnparsed ? '(in full it does not parse)' : 'DIFFERS'}\n`);
  for (const [how, one] of [
    ['pruned ', site],
    ['in full', other],
  ])
    stdout.write(
      `  ${how} ${one?.status} ${(one?.after ?? one?.reason ?? 'none').replace(/\s+/g, ' ')} ${one?.message ?? ''}\n`,
    );
}
const missing = whole.plan.sites.length - pruned.plan.sites.length;
const declarations = JSON.stringify(pruned.plan.declarations) === JSON.stringify(whole.plan.declarations);
stdout.write(
  `${whole.plan.sites.length} sites: ${differing} differ, ${better} differ where the file does not parse in full, ` +
    `${missing} missing; declarations ${declarations ? 'equal' : 'DIFFER'}\n` +
    `user CPU: in full ${whole.ms} ms, pruned ${pruned.ms} ms\n`,
);
exit(differing === 0 && missing === 0 && declarations ? 0 : 1);
