import type { Allocator } from '../allocators/primitives.ts';
import type { Blame, Oops } from '../findings/finding.ts';
import { FindingLog } from '../findings/finding-log.ts';
import { FaultInjector } from '../faults/fault-injector.ts';
import type { KernelLock, VfreeForm } from '../kernel.ts';
import type { Platform } from '../platforms/platform.ts';
import { TraceLog } from '../trace/trace-log.ts';
import { Buddy } from './buddy.ts';
import { Contents } from './contents.ts';
import { Context } from './context.ts';
import { Frames } from './frames.ts';
import { GFP_WAIT } from './gfp.ts';
import { Journal, Words } from './journal.ts';
import { Ledger } from './ledger.ts';
import { PAGE_SHIFT, PAGE_SIZE } from './page.ts';
import { PageBlocks } from './page-blocks.ts';
import { PageTables } from './page-tables.ts';
import { Slab } from './slab.ts';
import { VmAreas } from './vm-areas.ts';
import { k1 } from '../rules/k01-sleep-in-atomic.ts';
import { k2 } from '../rules/k02-lock-held.ts';

/** What a machine is made of besides its platform. */
export interface MachineSetup {
  readonly platform: Platform;
  readonly allocator: Allocator;
  readonly vfree: VfreeForm;
  readonly ramBytes: number;
  readonly traceLimit: number;
  readonly slabRedzone: number;
}

/** The kernel's own locks. */
export const kernelLocks: readonly KernelLock[] = ['vmlist_lock', 'page_table_lock', 'consistent_lock'];

/** The parts of one machine, and what all calls share: entering and leaving, steps that may fail, locks, addresses. */
export class Machine {
  readonly setup: MachineSetup;
  readonly platform: Platform;
  readonly journal = new Journal();
  readonly frames: Frames;
  readonly buddy: Buddy;
  readonly tables: PageTables;
  readonly areas: VmAreas;
  readonly regions: VmAreas;
  readonly slab: Slab;
  readonly context: Context;
  readonly ledger: Ledger;
  readonly contents: Contents;
  readonly blocks: PageBlocks;
  /** Pages of a buffer (1 to 2^MAX_ORDER) for which the allocator's own failure was reported: once for tails, once for frees. */
  readonly reported: { readonly tail: Words; readonly free: Words };
  readonly trace: TraceLog;
  readonly findings: FindingLog;
  readonly faults: FaultInjector;
  /** Bytes of RAM that have a 1:1 mapping. */
  readonly lowmem: number;
  oops: Oops | null = null;
  finished = false;
  /** Interrupts waiting for one of the kernel's own locks to be held. */
  armed: ReadonlyMap<KernelLock, () => void> = new Map();
  /** Frames on which get_page is called while a nopage handler runs; null at other times. */
  referencesTaken: number[] | null = null;
  #depth = 0;
  readonly #held: Words;

  constructor(setup: MachineSetup, window: { readonly start: number; readonly end: number }) {
    const { platform, ramBytes } = setup;
    this.setup = setup;
    this.platform = platform;
    this.lowmem = Math.min(ramBytes, platform.lowmemMax);
    this.frames = new Frames(this.journal, ramBytes >>> PAGE_SHIFT);
    for (let frame = 0; frame < platform.bootFrames; frame++) {
      this.frames.own(frame, 'boot', 0);
      this.frames.setCount(frame, 1);
      this.frames.setReserved(frame, true);
    }
    this.buddy = new Buddy(this.journal, this.frames, platform);
    this.tables = new PageTables(this.journal, platform);
    this.areas = new VmAreas(this.journal, window, PAGE_SIZE);
    this.regions = new VmAreas(this.journal, platform.consistentWindow, 0);
    this.slab = new Slab(this.journal, this.frames, this.buddy, platform.kernelBase);
    this.context = new Context(this.journal);
    this.ledger = new Ledger(this.journal);
    this.contents = new Contents(this.journal, this.frames.total, platform);
    this.blocks = new PageBlocks(this.journal);
    const sizes = 1 + 2 ** platform.maxOrder;
    this.reported = { tail: new Words(this.journal, sizes), free: new Words(this.journal, sizes) };
    this.trace = new TraceLog(setup.traceLimit, this.context);
    this.findings = new FindingLog(this.trace);
    this.faults = new FaultInjector(setup.traceLimit);
    this.#held = new Words(this.journal, kernelLocks.length);
  }

  /** Starts a call; false when the machine is dead and the caller must return failure. Calls inside calls leave no event. */
  enter(call: string, args: readonly number[]): boolean {
    if (this.oops !== null) return false;
    if (this.#depth++ === 0) this.trace.begin(call, args);
    return true;
  }

  leave(result: number, stored?: number): void {
    if (--this.#depth === 0) this.trace.end(result, stored);
  }

  /** Whether a call is being made from inside another one of the kernel. */
  get nested(): boolean {
    return this.#depth > 1;
  }

  /** Runs the driver's code from inside a call: an interrupt, a nopage handler. What it throws ends the calls in progress. */
  callOut<Result>(code: () => Result): Result {
    const depth = this.#depth;
    const resume = this.trace.suspend();
    this.#depth = 0;
    try {
      const result = code();
      this.#depth = depth;
      resume();
      return result;
    } catch (error) {
      this.#depth = 0;
      resume();
      this.trace.end(0);
      throw error;
    }
  }

  /** A restore ends all calls in progress. */
  abandonCalls(): void {
    this.referencesTaken = null;
    this.#depth = 0;
  }

  /** BUG(), or a deadlock. The first one counts. */
  stop(rule: string, blame: Blame, message: string): void {
    this.oops ??= { rule, blame, message, place: this.trace.current?.place ?? this.trace.place };
  }

  /** Counts a step that can be made to fail; true when it must. */
  stepFails(kind: string, bytes: number, gfp: number): boolean {
    return this.faults.fails(kind, this.trace.seq, bytes, gfp);
  }

  /** An allocation that may wait, made by a driver: a finding when it must not. */
  mayWait(call: string, gfp: number): void {
    if ((gfp & GFP_WAIT) !== 0 && this.context.isAtomic()) {
      this.findings.raise(k1, { call, held: this.context.held });
    }
  }

  /** Takes one of the kernel's own locks: an armed interrupt fires while it is held, unless interrupts are off. */
  lock(lock: KernelLock): void {
    const index = kernelLocks.indexOf(lock);
    if (this.#held.get(index) !== 0) {
      this.findings.raise(k2, { lock }, { blame: 'allocator' });
      this.stop('K2', 'allocator', `deadlock on ${lock}`);
      return;
    }
    this.#held.set(index, 1);
    const handler = this.armed.get(lock);
    if (handler === undefined || this.context.irqsOff || this.context.hardirqs > 0 || lock === 'consistent_lock')
      return;
    this.armed = new Map([...this.armed].filter(([name]) => name !== lock));
    this.context.addHardirq(1);
    try {
      this.callOut(handler);
    } catch (error) {
      this.unlock(lock);
      throw error;
    } finally {
      this.context.addHardirq(-1);
    }
  }

  unlock(lock: KernelLock): void {
    this.#held.set(kernelLocks.indexOf(lock), 0);
  }

  frameToVirt(frame: number): number {
    return (this.platform.kernelBase + frame * PAGE_SIZE) >>> 0;
  }

  /** virt_to_page as an index, by subtraction alone: may lie outside mem_map. */
  virtToFrame(address: number): number {
    return ((address - this.platform.kernelBase) | 0) >> PAGE_SHIFT;
  }

  frameToPhys(frame: number): number {
    return (this.platform.ramBase + frame * PAGE_SIZE) >>> 0;
  }

  /** pte_page: the frame at a physical address, -1 when it is not RAM. */
  physToFrame(phys: number): number {
    const frame = (phys - this.platform.ramBase) / PAGE_SIZE;
    return frame >= 0 && frame < this.frames.total ? Math.floor(frame) : -1;
  }

  frameToBus(frame: number): number {
    return (this.platform.busBase + frame * PAGE_SIZE) >>> 0;
  }

  /** virt_to_page(bus_to_virt(bus)): may lie outside mem_map. */
  busToFrame(bus: number): number {
    return ((bus - this.platform.busBase) | 0) >> PAGE_SHIFT;
  }

  /** Whether the address lies in the 1:1 mapping. */
  isLowmem(address: number): boolean {
    return address >= this.platform.kernelBase && address < this.platform.kernelBase + this.lowmem;
  }
}
