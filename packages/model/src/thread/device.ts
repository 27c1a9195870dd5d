import type { Device } from '../bus/bus-calls.ts';

/** A PCI card that reaches 4 GiB. */
export const pciDevice: Device = { bus: 'pci', dmaMask: 0xffffffff };

/** A device on the chip itself, with the same reach. */
export const nativeDevice: Device = { bus: 'native', dmaMask: 0xffffffff };
