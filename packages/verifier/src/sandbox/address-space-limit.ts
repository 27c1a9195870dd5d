import { readFileSync } from 'node:fs';

/**
 * Address space that one worker thread reserves at least, in bytes: V8 takes 10 GiB for a WebAssembly memory, guard regions
 * included [v8 src/objects/backing-store.cc], for the driver's and for the compiler's; the thread itself takes some more.
 */
const THREAD_BYTES = 24 * 2 ** 30;

/** Why worker threads cannot be started, in the words of an error. */
export interface AddressSpaceShortage {
  readonly message: string;
  readonly hint: string;
}

/**
 * Why not even one worker can be started under the limit of address space (`ulimit -v`), null when one can. Asked before,
 * because V8 ends the whole process when a thread does not get its share. `limits` is the text of /proc/self/limits.
 */
export function addressSpaceShortage(limits = ownLimits()): AddressSpaceShortage | null {
  const bytes = addressSpace(limits);
  if (bytes >= THREAD_BYTES) return null;
  return {
    message: `the limit of ${gib(bytes)} GiB of address space (ulimit -v) is too small to run drivers`,
    hint: 'Set ulimit -v unlimited. A WebAssembly memory is reserved in full; what is never touched is never used.',
  };
}

/** How many worker threads fit under the limit, of those wanted; at least 1. */
export function affordableThreads(wanted: number, limits = ownLimits()): number {
  return Math.max(1, Math.min(wanted, Math.floor(addressSpace(limits) / THREAD_BYTES)));
}

/** Soft limit in bytes; Infinity where there is none, or none can be asked for. */
function addressSpace(limits: string): number {
  const soft = /^Max address space\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? Infinity : Number(soft);
}

function gib(bytes: number): number {
  return Math.floor(bytes / 2 ** 30);
}

function ownLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'latin1');
  } catch {
    return '';
  }
}
