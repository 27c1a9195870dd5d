import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Removes what a run that was killed left beside files: names of a process that is no more. */
export async function clearLeftovers(files: readonly string[]): Promise<void> {
  for (const folder of new Set(files.map((file) => path.dirname(file)))) {
    for (const name of await readdir(folder).catch(() => [])) {
      const pid = /^\.freehandle-(\d+)-\d+\.(?:new|old)$/.exec(name)?.[1];
      if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(folder, name), { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  // A process cannot have left something from before it began.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
