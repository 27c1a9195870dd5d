// `npm start`: the main job on examples/, as the commands a newcomer would type.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const report = 'freehandle-report.html';

/** Runs one command in the workspace and returns its exit code. */
function run(argv, title = `node ${argv.join(' ')}`) {
  console.log(`\n$ ${title}`);
  return spawnSync(process.execPath, argv, { cwd: root, stdio: 'inherit' }).status ?? 130;
}

if (run(['node_modules/typescript/bin/tsc', '-b'], 'tsc -b') !== 0 || run(['tools/build/bundle.mjs']) !== 0)
  process.exit(2);

const command = 'packages/cli/bin/freehandle.js';
for (const args of [
  ['migrate', 'examples'],
  ['verify', 'examples', '--format', 'html', '--output', report],
]) {
  // 1 says that something is left to do; the examples hold real bugs and a driver that cannot be migrated, on purpose.
  const code = run([command, ...args], `freehandle ${args.join(' ')}`);
  if (code > 1) process.exit(code);
}
