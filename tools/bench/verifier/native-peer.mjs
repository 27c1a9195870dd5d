import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const root = here('../../../');

/**
 * Runs a second of CPU of examples/drivers/net/mal.c compiled by gcc with its address sanitizer, a process forked for each run: what
 * one would do without WebAssembly. Leaks are not looked for, which favours it. Null where there is no gcc.
 */
export function nativePeer(seconds) {
  const folder = mkdtempSync(path.join(tmpdir(), 'freehandle-native-'));
  const gcc = (...args) => spawnSync('gcc', args, { cwd: folder, encoding: 'utf8' });
  try {
    const kit = [
      '-nostdinc',
      `-I${root}examples`,
      `-I${root}examples/include`,
      `-I${root}packages/verifier/kit/include`,
    ];
    const dialect = ['-w', '-std=gnu89', '-fgnu89-inline', '-ffreestanding', '-fno-builtin'];
    const macros = ['-D__KERNEL__', '-DMODULE', '-D__powerpc__', '-D__BIG_ENDIAN__', '-DCONFIG_NOT_COHERENT_CACHE=1'];
    const built = [
      gcc('-O1', '-fsanitize=address', ...dialect, ...macros, ...kit, '-c', here('native/kernel.c'), '-o', 'kernel.o'),
      gcc('-O1', '-fsanitize=address', '-w', '-c', here('native/runtime.c'), '-o', 'runtime.o'),
      gcc('-fsanitize=address', 'kernel.o', 'runtime.o', '-o', 'peer'),
    ];
    if (built[0].error) return null;
    const failed = built.find(({ status }) => status !== 0);
    if (failed) throw new Error(failed.stderr);
    const { stdout } = spawnSync('./peer', [String(seconds)], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ASAN_OPTIONS: 'symbolize=0:detect_leaks=0:print_legend=0:print_full_thread_history=0' },
    });
    const [steps, runs, cpu] = stdout.trim().split(' ').map(Number);
    return { steps, runs, rate: runs / cpu };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
