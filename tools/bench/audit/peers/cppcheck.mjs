/** cppcheck, told by a library configuration which functions allocate and which free. */
import { fileURLToPath } from 'node:url';
import { measuredRun } from '../../restoration/measured-run.mjs';
import { findingsByName } from '../mutant-files.mjs';

const library = fileURLToPath(new URL('dma-library.cfg', import.meta.url));

export async function cppcheck(files) {
  const version = await measuredRun('cppcheck', ['--version']).catch(() => ({ status: 1 }));
  if (version.status !== 0) return null;
  const args = ['--quiet', '-j', '2', '--enable=warning', `--library=${library}`, '--max-configs=1', '-D__KERNEL__'];
  const run = await measuredRun('cppcheck', [...args, '--template={file}:{line}: {id} {message}', files.folder]);
  return { name: 'cppcheck', cpuSeconds: run.cpuSeconds, found: findingsByName(run.stderr, files) };
}
