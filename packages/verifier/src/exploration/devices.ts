/** How the registers of the device under a driver answer. Nobody knows the real one; some let a driver come further. */
export type DeviceName = 'plain' | 'ready' | 'toggling';

/** What a register reads that nobody has written to; `nth` counts its reads in this run from 0. */
export type RegisterRead = (nth: number) => number;

const ALL_BITS = 0xffff_ffff;

/** The devices to try, the plainest first. All keep what a register is told: a driver may test that. */
export const devices: Readonly<Record<DeviceName, RegisterRead>> = {
  /** Zero. */
  plain: () => 0,
  /** Every bit set: done, present, link up. */
  ready: () => ALL_BITS,
  /** Every bit set and cleared in turn: what is waited for comes, whichever way. */
  toggling: (nth) => (nth % 2 === 0 ? ALL_BITS : 0),
};

export const deviceNames = Object.keys(devices) as readonly DeviceName[];
