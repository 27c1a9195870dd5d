import fs from 'node:fs';
import path from 'node:path';

/**
 * Writes a file whole or not at all: a full disk leaves what was there. A symbolic link is followed, the mode is kept. What
 * is no file, as /dev/stdout or a pipe, is written to; so is a file in a folder that takes no other.
 */
export function replaceFile(file: string, bytes: string | Uint8Array): void {
  const old = fs.statSync(file, { throwIfNoEntry: false });
  const target = old === undefined ? file : fs.realpathSync(file);
  // The name of a file that `migrate --write` writes and clears away: these two are never there at the same time.
  const beside = path.join(path.dirname(target), `.freehandle-${process.pid}-0.new`);
  if (old !== undefined && (!old.isFile() || !takesFiles(path.dirname(target)))) {
    fs.writeFileSync(target, bytes);
    return;
  }
  try {
    fs.writeFileSync(beside, bytes);
    if (old !== undefined) fs.chmodSync(beside, old.mode);
    fs.renameSync(beside, target);
  } catch (error) {
    fs.rmSync(beside, { force: true });
    throw error;
  }
}

function takesFiles(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
