import type { Kernel } from '@freehandle/model';
import type { Allocation, AddressSpace } from '../memory/address-space.ts';
import type { LinearMemory } from '../memory/linear-memory.ts';
import { DriverStopped } from '../memory/stops.ts';
import type { RunState } from './run-state.ts';

/** The allocators a driver can be run on: the one in a 2.4 tree, the one with the grown argument list, and that of coherent machines. */
export type VerifiedAllocator = 'ppc-map1' | 'ppc-sized' | 'plain-pages';

/** Functions a compiled driver offers to be called. */
export interface DriverCode {
  /** Calls an exported function; its result as u32, undefined when it has none or the driver has none of that name. */
  call(name: string, ...args: number[]): number | undefined;
  has(name: string): boolean;
  /** Calls a function pointer. Arguments the function does not take are dropped. */
  callPointer(pointer: number, ...args: number[]): number;
  /** Places of the wasm frames on the stack, innermost first. */
  frames(): readonly number[];
}

/** What the functions given to a driver work on. */
export interface Host {
  readonly kernel: Kernel<VerifiedAllocator>;
  readonly memory: LinearMemory;
  readonly space: AddressSpace;
  readonly code: DriverCode;
  /** Whether the tree's PCI layer frees by consistent_free itself. */
  readonly thinPciLayer: boolean;
  /** The run going on; replaced for each. */
  run: RunState;
}

/** A function given to the driver. Numbers are u32; what it returns is taken as i32, nothing as void. */
export type Call = (...args: number[]) => number | undefined;

/** Functions of one part of the kernel, by their import names. */
export type CallGroup = (host: Host) => Readonly<Record<string, Call>>;

/** Stops the driver when it may not access a range that a call is about to access for it. */
export function checkRange(host: Host, address: number, bytes: number, write: boolean): void {
  if (bytes === 0) return;
  const violation = host.space.rangeViolation(address, bytes, write);
  if (violation) throw new DriverStopped({ kind: 'violation', violation });
}

/** Names an allocation by its call and that call's number in this run. */
export function allocation(
  host: Host,
  call: string,
  base: number,
  bytes: number,
  bus: number | null = null,
): Allocation {
  const number = (host.run.counts.get(call) ?? 0) + 1;
  host.run.counts.set(call, number);
  const since = host.run.events.length;
  return { label: `${call}#${number}`, base, bytes, bus, since, until: Infinity, live: true };
}

/** Marks what starts at `base` as given back, if anything does. */
export function release(host: Host, base: number): void {
  const held = host.space.startingAt(base);
  if (held) host.space.release(held, host.run.events.length);
}

/**
 * Notes the free of consistent memory that is being called; whether the model is to judge it. A made-up object that is freed
 * was never allocated, and nobody is to blame.
 */
export function noteFree({ run, space, code }: Host, vaddr: number): boolean {
  const allocated = space.startingAt(vaddr) !== null;
  run.frees.push({ index: run.events.length - 1, frames: code.frames(), allocated });
  return run.lazy === null || allocated;
}
