/**
 * How the registers of the device under a driver answer. Nobody knows the real one; some let a driver come further. Those
 * that vary differ in their seed.
 */
export type DeviceName = 'plain' | 'ready' | 'toggling' | `varying ${1 | 2 | 3 | 4 | 5 | 6}`;

/** What a register reads that nobody has written to; `nth` counts its reads in this run from 0. */
export type RegisterRead = (nth: number, address: number) => number;

const ALL_BITS = 0xffff_ffff;

/** The devices to try, the plainest first. All keep what a register is told: a driver may test that. */
export const devices: Readonly<Record<DeviceName, RegisterRead>> = {
  /** Zero. */
  plain: () => 0,
  /** Every bit set: done, present, link up. */
  ready: () => ALL_BITS,
  /** Every bit set and cleared in turn: what is waited for comes, whichever way. */
  toggling: (nth) => (nth % 2 === 0 ? ALL_BITS : 0),
  'varying 1': varying(1),
  'varying 2': varying(2),
  'varying 3': varying(3),
  'varying 4': varying(4),
  'varying 5': varying(5),
  'varying 6': varying(6),
};

export const deviceNames = Object.keys(devices) as readonly DeviceName[];

/** Whether a device answers with values that no rule can be read from: a driver that believes them is not to blame. */
export function isArbitrary(device: DeviceName): boolean {
  return device.startsWith('varying');
}

/** Every read another value, the same in every run: some bits of it are what the driver waits for. */
function varying(seed: number): RegisterRead {
  return (nth, address) => {
    const value = mixed(Math.imul(address ^ (seed << 24), 0x9e37_79b1) ^ mixed(nth + seed));
    // counts and indices are small, most often
    return value % 4 === 0 ? (value >>> 8) & 0xf : value;
  };
}

/** A number that has nothing to do with the given one, to look at [MurmurHash3, its last step]. */
function mixed(number: number): number {
  let value = number;
  value = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2_ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
