import { devices } from '../../exploration/devices.ts';
import { noteRead, plannedAnswer } from '../device-reads.ts';
import { allocation, release, type Call, type CallGroup, type Host } from '../host.ts';

/** Reads of one register in one run before it is taken for a wait. */
const PATIENCE = 64;

/**
 * Device memory and device control registers: they answer as the run's device does. One that is read again and again is
 * waited for, whatever for: then all bits are set for a while, then none, so that most waits end.
 */
export const registerCalls: CallGroup = (host) => {
  const read = (address: number, mask: number): number => {
    const { run } = host;
    const reads = run.registerReads.get(address) ?? 0;
    run.registerReads.set(address, reads + 1);
    run.fuelAtDeviceAccess = run.fuel;
    const planned = plannedAnswer(run, address, reads);
    const value = planned === null ? unplanned(address, reads, mask) : (planned & mask) >>> 0;
    noteRead(run, { register: address, nth: reads, value });
    return value;
  };
  const unplanned = (address: number, reads: number, mask: number): number => {
    const { run } = host;
    const phase = Math.floor((reads + 1) / PATIENCE) % 3;
    if (phase > 0) return phase === 1 ? mask >>> 0 : 0;
    return ((run.registers.get(address) ?? devices[run.device](reads, address)) & mask) >>> 0;
  };
  const write = (address: number, value: number, mask: number): void => {
    host.run.fuelAtDeviceAccess = host.run.fuel;
    host.run.registers.set(address, (value & mask) >>> 0);
  };
  // device control registers have numbers, not addresses: the numbers are below any mapping
  const readControl: Call = (number) => read(number, 0xffff_ffff);
  const writeControl: Call = (number, value) => void write(number, value, 0xffff_ffff);
  const unmap: Call = (address) => {
    host.kernel.iounmap(address);
    release(host, address);
    return undefined;
  };
  return {
    ...accessors('in_8', 'out_8', 0xff, read, write),
    ...accessors('in_be16', 'out_be16', 0xffff, read, write),
    ...accessors('in_le16', 'out_le16', 0xffff, read, write),
    ...accessors('in_be32', 'out_be32', 0xffff_ffff, read, write),
    ...accessors('in_le32', 'out_le32', 0xffff_ffff, read, write),
    __model_read_register: (address, bytes) => read(address, maskOf(bytes)),
    __model_write_register: (address, value, bytes) => void write(address, value, maskOf(bytes)),
    ...{ mfdcr: readControl, mtdcr: writeControl, __model_mfdcr: readControl, __model_mtdcr: writeControl },
    ioremap: (physical, size) => map(host, 'ioremap', physical, size),
    __ioremap: (physical, size) => map(host, 'ioremap', physical, size),
    ...{ iounmap: unmap, __iounmap: unmap },
  };
};

function accessors(
  input: string,
  output: string,
  mask: number,
  read: (address: number, mask: number) => number,
  write: (address: number, value: number, mask: number) => void,
): Record<string, Call> {
  return {
    [input]: (address) => read(address, mask),
    [output]: (address, value) => void write(address, value, mask),
  };
}

function maskOf(bytes: number): number {
  return bytes >= 4 ? 0xffff_ffff : (1 << (8 * bytes)) - 1;
}

function map(host: Host, call: string, physical: number, size: number): number {
  const base = host.kernel.ioremap(physical, size) >>> 0;
  if (!base) return 0;
  // a driver's own loads and stores of registers are let through: they read zeros until written
  const held = allocation(host, call, base, size, null);
  host.space.addPages(held, 'zeroed');
  return base;
}
