/** The built command on each file alone, as on a driver that came by mail: no tree around it. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measuredRun } from '../restoration/measured-run.mjs';
import { inParallel } from './in-parallel.mjs';

const command = fileURLToPath(new URL('../../../packages/cli/bin/freehandle.js', import.meta.url));

/** @returns `{ name, cpuSeconds, found }`; findings are `{ rule, severity, line, function, message }` by the file's name */
export async function freehandle({ folder, entries }) {
  let cpuSeconds = 0;
  const found = await inParallel(entries, 2, async ({ name }) => {
    const file = path.join(folder, name);
    const args = [command, 'audit', '--format', 'json', '--no-cache', '--quiet', path.basename(file)];
    const run = await measuredRun(process.execPath, args, { cwd: path.dirname(file) });
    cpuSeconds += run.cpuSeconds;
    if (run.status !== 0 && run.status !== 1)
      throw new Error(`audit of ${file} ended with ${run.status}:\n${run.stderr}`);
    return [name, JSON.parse(run.stdout).findings];
  });
  return { name: 'freehandle audit', cpuSeconds, found: new Map(found) };
}
