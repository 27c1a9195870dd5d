// Makes a real Nx workspace of the packed tarballs and works in it, as packages/nx-plugin/README.md says:
//   node tools/packaging/nx.mjs [--keep] > transcript.txt
// Exits 1 when a command ends otherwise than it should, or does not show what it should.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, packAll } from './pack.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const work = mkdtempSync(path.join(tmpdir(), 'freehandle-nx-'));
const workspace = path.join(work, 'workspace');
const { nx } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).devDependencies;
/** How Nx marks a driver that it did not run again. */
const fromCache = /verify(?:-ci--pnet\.c)? +\[(?:local cache|existing outputs match the cache)/;
let faults = 0;
const say = (text) => process.stdout.write(`${text}\n`);

const sources = { net: 'net/pnet.c', video: 'video/v2pfb.c' };
for (const [folder, source] of Object.entries(sources)) {
  mkdirSync(path.join(workspace, 'drivers', folder), { recursive: true });
  cpSync(`${root}examples/drivers/${source}`, path.join(workspace, 'drivers', source));
}
cpSync(`${root}examples/include`, path.join(workspace, 'include'), { recursive: true });
writeFileSync(path.join(workspace, 'package.json'), '{ "name": "workspace", "private": true }\n');
writeFileSync(path.join(workspace, 'nx.json'), '{}\n');
writeFileSync(path.join(workspace, '.gitignore'), 'node_modules\n.nx\n');
const tarballs = packAll(path.join(work, 'tarballs')).map(({ tarball }) => tarball);
install(workspace, [...tarballs, `nx@${nx}`, `@nx/devkit@${nx}`]);
say(`installed ${tarballs.length} tarballs and nx ${nx} into an empty workspace, Node ${process.version}`);

/** Runs a command there; `shows` and `hides` are what its output must and must not match. */
function run(command, { exit = 0, shows = /(?:)/, hides = /(?!)/, lines = 14 } = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${workspace}/node_modules/.bin:${process.env.PATH}`,
      NO_COLOR: '1',
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      CI: 'true',
      XDG_CACHE_HOME: path.join(work, 'cache'),
      ...Object.fromEntries(
        ['AUTHOR', 'COMMITTER'].flatMap((who) => [
          [`GIT_${who}_NAME`, 'a'],
          [`GIT_${who}_EMAIL`, 'a@example.org'],
        ]),
      ),
    },
  });
  const output = `${stdout}${stderr}`.replace(/^npm warn .*\n/gm, '').trimEnd();
  const all = output.split('\n');
  const shown = all.length > lines + 1 ? [...all.slice(0, lines), `… ${all.length - lines} more lines`] : all;
  say(`\n$ ${command}\n${shown.join('\n')}\n→ ${status}`);
  if (status === exit && shows.test(output) && !hides.test(output)) return;
  say(`FAULT: it should exit ${exit}, show ${shows} and not show ${hides}`);
  faults += 1;
}

const edit = (file, text) => appendFileSync(path.join(workspace, file), text);

run('nx g @freehandle/nx:init drivers/net && nx g @freehandle/nx:init drivers/video && cat nx.json drivers/*/*.json', {
  shows: /"plugins": \[\s*"@freehandle\/nx"\s*\]/,
  lines: 30,
});
run('git init -q && git add . && git commit -qm "as it was"');
run('nx show projects', { shows: /^drivers-net$/m });
run(
  'nx show project drivers-net --json | node -p "Object.keys(JSON.parse(require(\'fs\').readFileSync(0)).targets).join()"',
  {
    shows: /^migrate,audit,verify,verify-ci--pnet\.c,verify-ci$/,
  },
);
run('nx run drivers-video:migrate', { exit: 1, shows: /\+.*consistent_free\(.*,.*,/ });
run('nx run drivers-video:audit');
run('nx run drivers-net:verify', { shows: /pnet\.c {2}equivalent/, hides: fromCache });
run('nx run drivers-net:verify', { shows: fromCache });
run('nx run-many -t verify-ci --projects drivers-net', { shows: /verify-ci--pnet\.c/ });
run('nx run-many -t verify-ci --projects drivers-net', { shows: fromCache });
edit('drivers/net/pnet.c', '\n/* a change */\n');
run('nx affected -t verify-ci --base HEAD --parallel 1', {
  shows: /drivers-net:verify-ci--pnet\.c/,
  hides: new RegExp(`v2pfb|${fromCache.source}`),
});
run('git commit -qam "a change to one driver" && nx affected -t verify-ci --base HEAD~1', {
  shows: fromCache,
  hides: /v2pfb/,
});
run('nx affected -t verify-ci --base HEAD', { shows: /No tasks were run/i });
edit('include/asm/io.h', '\n/* a header that both include */\n');
run('nx run drivers-net:verify-ci--pnet.c', { shows: /equivalent/, hides: fromCache });

say(`\n${faults === 0 ? 'no fault' : `${faults} faults`}`);
if (process.argv.includes('--keep')) say(work);
else rmSync(work, { recursive: true, force: true });
process.exit(faults === 0 ? 0 : 1);
