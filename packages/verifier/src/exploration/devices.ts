/** How the registers of the device under a driver answer. Nobody knows the real one; some let a driver come further. */
export type DeviceName = 'plain' | 'ready' | 'toggling';

/** What a register reads: `written` is what was last written to it, `nth` counts its reads in this run from 0. */
export type RegisterRead = (written: number, nth: number) => number;

const ALL_BITS = 0xffff_ffff;

/** The devices to try, the plainest first. */
export const devices: Readonly<Record<DeviceName, RegisterRead>> = {
  /** Registers keep what they are told, and are zero before. */
  plain: (written) => written,
  /** Registers that nobody wrote to have every bit set: done, present, link up. */
  ready: (written) => written || ALL_BITS,
  /** Registers have every bit set and cleared in turn: what is waited for comes, whichever way. */
  toggling: (_written, nth) => (nth % 2 === 0 ? ALL_BITS : 0),
};

export const deviceNames = Object.keys(devices) as readonly DeviceName[];
