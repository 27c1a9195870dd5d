import type { Stats } from 'node:fs';

/** Time within which a file may change twice without a trace in its times, in milliseconds: FAT counts in steps of two seconds. */
const TIME_STEP = 2000;

/**
 * What tells a file from its later states without reading it: size, times of change, inode. Empty when the last change is
 * too recent at `now` to tell it from the next one: git's rule for a racily clean index entry.
 */
export function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats, now: number): string {
  return Math.max(mtimeMs, ctimeMs) > now - TIME_STEP ? '' : `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}
