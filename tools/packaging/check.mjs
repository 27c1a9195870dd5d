// Packs every package, checks the tarballs, installs them into an empty folder and works with them there as a user would:
//   node tools/packaging/check.mjs [--keep] > transcript.txt
// Exits 1 when a checker finds fault or a command ends otherwise than it should. `--keep` leaves the folder.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { install, packAll } from './pack.mjs';
import { typesOfAll, userSession } from './user-session.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const work = mkdtempSync(path.join(tmpdir(), 'freehandle-packaging-'));
const tarballs = path.join(work, 'tarballs');
let faults = 0;
const say = (text) => process.stdout.write(`${text}\n`);

const packages = packAll(tarballs);
for (const { name, version, files, unpackedSize, tarball } of packages) {
  say(`${name} ${version}: ${files.length} files, ${Math.round(unpackedSize / 1024)} KB unpacked`);
  faults += await lint(tarball, name);
}

const project = path.join(work, 'project');
mkdirSync(project);
cpSync(`${root}examples`, path.join(project, 'kernel'), { recursive: true });
for (const guide of ['rtos', 'rtos-audit']) {
  cpSync(`${root}docs/guides/${guide}`, path.join(project, guide), { recursive: true });
}
writeFileSync(path.join(project, 'types.ts'), typesOfAll);
writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
install(
  project,
  packages.map(({ tarball }) => tarball),
);
say(`\ninstalled ${packages.length} tarballs into an empty folder, Node ${process.version}`);

for (const { command, cwd = '.', exit, shows, lines = 12 } of userSession) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: path.join(project, cwd),
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      TSC: `${root}node_modules/typescript/bin/tsc`,
      XDG_CACHE_HOME: path.join(work, 'cache'),
    },
  });
  const output = `${stdout}${stderr}`
    .replace(/^npm warn .*\n/gm, '')
    .trimEnd()
    .split('\n');
  const shown =
    output.length > lines + 1 ? [...output.slice(0, lines), `… ${output.length - lines} more lines`] : output;
  say(`\n${cwd === '.' ? '' : `${cwd} `}$ ${command}\n${shown.join('\n')}\n→ ${status}`);
  const isAsItShould = status === exit && shows.test(output.join('\n'));
  if (!isAsItShould) {
    say(`FAULT: it should exit ${exit} and show ${shows}`);
    faults += 1;
  }
}

say(`\n${faults === 0 ? 'no fault' : `${faults} faults`}`);
if (process.argv.includes('--keep')) say(work);
else rmSync(work, { recursive: true, force: true });
process.exit(faults === 0 ? 0 : 1);

/** What publint and are-the-types-wrong say of a tarball; how many faults. */
async function lint(tarball, name) {
  const { messages, pkg } = await publint({ pack: { tarball: Uint8Array.from(readFileSync(tarball)).buffer } });
  for (const message of messages) say(`  publint: ${formatMessage(message, pkg, { color: false })}`);
  // the packages are ES modules only, and their schemas are no modules
  const { status, stdout } = spawnSync(
    `${root}node_modules/.bin/attw`,
    [tarball, '--profile', 'esm-only', '--format', 'json', '--exclude-entrypoints', ...schemasOf(pkg)],
    { encoding: 'utf8' },
  );
  const isWrong = status !== 0;
  if (isWrong) say(`  are the types wrong: ${stdout}`);
  say(`  ${name}: publint ${messages.length} messages, are the types wrong: ${isWrong ? 'yes' : 'no'}`);
  return messages.length + (isWrong ? 1 : 0);
}

function schemasOf({ exports }) {
  return Object.keys(exports).filter((entry) => entry.endsWith('.json'));
}
