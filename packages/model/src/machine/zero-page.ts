import type { Machine } from './machine.ts';

/** The shared page of zeros that reads of untouched user memory get: the last frame of the kernel image. */
export function zeroPage(machine: Machine): number {
  return machine.platform.bootFrames - 1;
}
