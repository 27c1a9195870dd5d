/**
 * gcc -fanalyzer with the tree's own headers, where it can compile the driver for x86-64. OBJECTS is a folder in which the tree was
 * configured and prepared (`make O=OBJECTS allmodconfig && make O=OBJECTS prepare`).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measuredRun } from '../../restoration/measured-run.mjs';
import { inParallel } from '../in-parallel.mjs';
import { findingsByName } from '../mutant-files.mjs';

const header = fileURLToPath(new URL('dma-analyzer.h', import.meta.url));
const secondsEach = 60;

export async function gccAnalyzer(tree, objects, files) {
  const version = await measuredRun('gcc', ['--version']);
  if (version.status !== 0) return null;
  const scratch = mkdtempSync(path.join(tmpdir(), 'freehandle-gcc-'));
  let cpuSeconds = 0;
  let compiled = 0;
  const outputs = await inParallel(files.entries, 2, async ({ name, file }) => {
    const beside = path.dirname(path.join(tree, file));
    const around = [beside, path.dirname(beside), path.join(beside, 'include')].flatMap((folder) => ['-I', folder]);
    const analysed = ['-fanalyzer', '-fdiagnostics-path-format=none', '-fdiagnostics-color=never'];
    const output = ['-S', '-o', path.join(scratch, `${name.replaceAll('/', '__')}.s`)];
    const args = [...flagsFor(tree, objects), ...around, ...analysed, ...output, path.join(files.folder, name)];
    const run = await measuredRun('timeout', ['-k', '5', `${secondsEach}`, 'gcc', ...args]);
    cpuSeconds += run.cpuSeconds;
    if (run.status !== 0) return '';
    compiled += 1;
    return run.stderr
      .split('\n')
      .filter((row) => row.includes('[-Wanalyzer'))
      .join('\n');
  });
  rmSync(scratch, { recursive: true, force: true });
  return {
    name: 'gcc -fanalyzer',
    cpuSeconds,
    note: `${compiled} of ${files.entries.length} files compiled`,
    found: findingsByName(outputs.join('\n'), files),
  };
}

/** As the kernel's makefiles have it, but for warnings and instrumentation. */
function flagsFor(tree, objects) {
  const architecture = 'arch/x86/include';
  const headers = ['compiler-version.h', 'kconfig.h', 'compiler_types.h'].map(
    (name) => `${tree}/include/linux/${name}`,
  );
  const names = ['KBUILD_MODNAME', 'KBUILD_BASENAME', 'KBUILD_MODFILE'].map((name) => `-D${name}="driver"`);
  const folders = [
    ...[`${tree}/${architecture}`, `${objects}/${architecture}/generated`, `${tree}/include`, `${objects}/include`],
    ...[`${tree}/${architecture}/uapi`, `${objects}/${architecture}/generated/uapi`],
    ...[`${tree}/include/uapi`, `${objects}/include/generated/uapi`],
  ];
  return [
    ...['-nostdinc', '-std=gnu11', '-O2', '-fshort-wchar', '-m64', '-mcmodel=kernel', '-mno-sse', '-mno-red-zone'],
    ...['-fno-pic', '-fno-pie', '-D__KERNEL__', '-DMODULE', ...names],
    ...folders.flatMap((folder) => ['-I', folder]),
    ...[...headers, header].flatMap((file) => ['-include', file]),
  ];
}
