import type { Host } from '../binding/host.ts';
import { step } from './framework.ts';
import { userBuffer } from './user-process.ts';

/** A command that no driver has: what it is compared with are those that the driver has. */
const UNKNOWN = 0x5a7e_c0de;
const PAGE_SIZE = 4096;
/** Commands given to one device: a driver may pass on hundreds. */
const MOST_COMMANDS = 64;
/** What the words of the argument's memory hold: nothing, then a small number. */
const FILLINGS = [0, 1];

/**
 * Gives a device the commands that its driver knows, found by giving it one that it does not know: each with an argument
 * in the process's memory, filled in more than one way.
 */
export function giveCommands(host: Host, command: (number: number, argument: number) => number | undefined): void {
  const { run } = host;
  const argument = userBuffer(host);
  const known = new Set<number>();
  run.lookedUp = { number: UNKNOWN, among: known };
  command(UNKNOWN, argument);
  run.lookedUp = null;
  for (const number of [...known].slice(0, MOST_COMMANDS)) {
    for (const filling of FILLINGS) {
      host.memory.u32s(argument, PAGE_SIZE / 4).fill(filling);
      step(host, `ioctl 0x${number.toString(16)}`, () => void command(number, argument));
    }
  }
}
