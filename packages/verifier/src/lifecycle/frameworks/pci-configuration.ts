import { noteRead, plannedAnswer } from '../../binding/device-reads.ts';
import { checkRange, type Call, type CallGroup } from '../../binding/host.ts';

/** Where each capability lies in the device's configuration space, by its number [2.4.27 include/linux/pci.h PCI_CAP_ID_*]. */
const capabilities: Readonly<Record<number, number>> = { 1: 0x40, 2: 0x48, 3: 0x58, 5: 0x60, 7: 0x70 };

/** I/O, memory and bus mastering are on, as boards' firmware leaves them; there is a list of capabilities. */
const COMMAND_AND_STATUS = 0x0010_0007;
/** Pin A, line 9: what `fh_pci_identify` says, too. */
const INTERRUPT = 0x0109;
const BASE_ADDRESS_0 = 0x10;
const BASE_ADDRESS_5 = 0x24;

/**
 * Configuration space: identity, ranges and interrupt line as they are, what was written where the driver wrote, zeros
 * elsewhere. The bytes of a run are in its state, by offset.
 */
export const configurationSpace: CallGroup = (host) => {
  const fixed = (word: number): number => {
    if (word === 0) return host.code.call('fh_pci_identity', 0) ?? 0;
    if (word === 0x04) return COMMAND_AND_STATUS;
    if (word === 0x08) return host.code.call('fh_pci_identity', 2) ?? 0;
    if (word === 0x2c) return host.code.call('fh_pci_identity', 1) ?? 0;
    if (word === 0x34) return capabilities[1]!;
    if (word === 0x3c) return INTERRUPT;
    return word >= BASE_ADDRESS_0 && word <= BASE_ADDRESS_5 ? 0xe000_0000 + (((word - BASE_ADDRESS_0) >> 2) << 24) : 0;
  };
  const byteAt = (where: number): number =>
    host.run.configuration.get(where) ?? (fixed(where & ~3) >>> (8 * (where & 3))) & 0xff;
  const read = (bytes: number, where: number, to: number): number => {
    checkRange(host, to, bytes, true);
    const { run, memory } = host;
    const register = -1 - where;
    const nth = run.registerReads.get(register) ?? 0;
    run.registerReads.set(register, nth + 1);
    const planned = plannedAnswer(run, register, nth);
    let value = 0;
    for (let index = 0; index < bytes; index++) {
      const byte = planned === null ? byteAt(where + index) : (planned >>> (8 * index)) & 0xff;
      memory.u8[to + index] = byte;
      value = (value | (byte << (8 * index))) >>> 0;
    }
    noteRead(run, { register, nth, value });
    return 0;
  };
  const write = (bytes: number, where: number, value: number): number => {
    for (let index = 0; index < bytes; index++)
      host.run.configuration.set(where + index, (value >>> (8 * index)) & 0xff);
    return 0;
  };
  const ofDevice = (bytes: number): readonly [Call, Call] => [
    (_device, where, to) => read(bytes, where, to),
    (_device, where, value) => write(bytes, where, value),
  ];
  const ofSlot = (bytes: number): readonly [Call, Call] => [
    (_bus, _slot, where, to) => read(bytes, where, to),
    (_bus, _slot, where, value) => write(bytes, where, value),
  ];
  const named: Record<string, Call> = {};
  for (const [size, bytes] of [
    ['byte', 1],
    ['word', 2],
    ['dword', 4],
  ] as const) {
    [named[`pci_read_config_${size}`], named[`pci_write_config_${size}`]] = ofDevice(bytes);
    [named[`pcibios_read_config_${size}`], named[`pcibios_write_config_${size}`]] = ofSlot(bytes);
  }
  return { ...named, pci_find_capability: (_device, capability) => capabilities[capability] ?? 0 };
};
