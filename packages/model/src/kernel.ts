import type { ConsistentBuffer } from './allocators/consistent-buffer.ts';
import type { AllocatorName, ConsistentFree, FreeForm } from './allocators/free-forms.ts';
import type { FallibleStep, Fault, FaultPlan } from './faults/fault-plan.ts';
import type { Finding, Oops } from './findings/finding.ts';
import type { PlatformName, Platform } from './platforms/platform.ts';
import type { Place, TraceEvent } from './trace/trace-event.ts';
import type { UserCalls } from './mmap/user-calls.ts';
import type { BusCalls } from './bus/bus-calls.ts';
import type { CacheCalls } from './cache/cache-calls.ts';
import type { Accounting, FrameOwner, FrameView, KernelMapping, VmAreaView } from './show/views.ts';

/** The two historical forms of vfree (semantics 2.2, 2.3): free the pages found in the PTEs, or those in `area->pages`. */
export type VfreeForm = 'walk' | 'array';

/** How to build a machine. Everything is deterministic: equal options and calls give equal runs. */
export interface KernelOptions<A extends AllocatorName = AllocatorName> {
  readonly platform: PlatformName;
  readonly allocator: A;
  /** Default `walk`, except for ppc-array, whose point is `array`. */
  readonly vfree?: VfreeForm;
  /** RAM in bytes, a multiple of 2 MiB; default the platform's. */
  readonly ramBytes?: number;
  readonly faults?: FaultPlan;
  /**
   * How many trace events and fallible steps are kept (the newest); default 65536, 0 records none.
   * Findings and the ledger do not depend on it, only the evidence shown with them.
   */
  readonly traceLimit?: number;
  /** Bytes left unused behind each driver's kmalloc object, so that a caller watching memory sees overruns; default 0. */
  readonly slabRedzone?: number;
}

/** An opaque point to return to. Valid until an older snapshot is restored; may be restored any number of times. */
export interface Snapshot {
  readonly id: number;
}

/** consistent_alloc and consistent_free of the chosen allocator (semantics 1-3). */
export interface ConsistentCalls<A extends AllocatorName> {
  /** consistent_alloc(gfp, size, &handle): size in bytes, u32. Never throws for what a C caller could pass. */
  consistentAlloc(gfp: number, size: number): ConsistentBuffer;
  /**
   * consistent_free in the form the allocator has; see `freeForm`. Arguments beyond that form are not looked at, so that
   * code over every allocator (`Kernel` without a name) passes all three. A missing one is a ModelError.
   */
  readonly consistentFree: ConsistentFree<A>;
}

/** Other memory a driver can ask for. Addresses are kernel virtual u32, 0 is NULL; sizes in bytes. */
export interface MemoryCalls {
  kmalloc(size: number, gfp: number): number;
  kfree(address: number): void;
  /** Bytes of the live kmalloc object that starts at `address`; 0 when there is none. */
  kmallocSize(address: number): number;
  /** __get_free_pages(gfp, order): 2^order pages, lowmem. */
  getFreePages(gfp: number, order: number): number;
  /** free_pages(address, order). */
  freePages(address: number, order: number): void;
  /** get_page on a frame. */
  getPage(frame: number): void;
  /** put_page / __free_page on a frame. */
  putPage(frame: number): void;
  /** set_page_count on a frame. */
  setPageCount(frame: number, count: number): void;
  vmalloc(size: number): number;
  vfree(address: number): void;
  /** ioremap(phys, size); refuses RAM on PPC and i386 as they do (semantics 3.1 step 5). */
  ioremap(phys: number, size: number): number;
  iounmap(address: number): void;
  /** SetPageReserved(frame), also spelt mem_map_reserve. A frame number outside mem_map is a finding (R17). */
  setPageReserved(frame: number): void;
  /** ClearPageReserved(frame), also spelt mem_map_unreserve. */
  clearPageReserved(frame: number): void;
}

/** Address arithmetic of the platform (semantics 8). No check but the u32 range: garbage in, the kernel's garbage out. */
export interface AddressCalls {
  virtToBus(vaddr: number): number;
  busToVirt(bus: number): number;
  virtToPhys(vaddr: number): number;
  physToVirt(phys: number): number;
  /** virt_to_page as an index into mem_map; may lie outside it for an address that is not lowmem (semantics 4.3). */
  virtToFrame(vaddr: number): number;
  frameToVirt(frame: number): number;
  /** Walks the kernel's page table (vmalloc_to_page); null where nothing is mapped. Lowmem addresses give the 1:1 mapping. */
  translate(vaddr: number): KernelMapping | null;
}

/** What the CPU is doing (semantics 1.1 step 1). `in_interrupt` sees hardirq and softirq counts only. */
export interface ContextCalls {
  enterHardirq(): void;
  exitHardirq(): void;
  enterSoftirq(): void;
  exitSoftirq(): void;
  inInterrupt(): boolean;
  /** local_irq_save: returns the flags to restore. */
  localIrqSave(): number;
  localIrqRestore(flags: number): void;
  localIrqDisable(): void;
  localIrqEnable(): void;
  irqsDisabled(): boolean;
  /** `lock` is the address or any number naming it. Taking a lock that is held is a deadlock (oops). */
  spinLock(lock: number): void;
  spinUnlock(lock: number): void;
  spinLockIrqsave(lock: number): number;
  spinUnlockIrqrestore(lock: number, flags: number): void;
  spinLockBh(lock: number): void;
  spinUnlockBh(lock: number): void;
  /** A call that sleeps, such as schedule or copy_to_user: a finding (K1) when the context is atomic. */
  mightSleep(what: string): void;
  /**
   * Runs `handler` in hardirq context the next time the kernel itself holds `lock` with irqs on; once. What it throws goes
   * through and leaves the interrupted call half done: restore a snapshot then.
   */
  interruptWhile(lock: KernelLock, handler: () => void): void;
  /** request_irq: 0, or -EBUSY / -ENOMEM as in C (negative number). */
  requestIrq(irq: number, devId: number): number;
  freeIrq(irq: number, devId: number): void;
}

/** The kernel's own locks that the allocators take without disabling interrupts (semantics 5.2), and the region lock that does. */
export type KernelLock = 'vmlist_lock' | 'page_table_lock' | 'consistent_lock';

/** The run so far and its judgement. */
export interface RunRecord {
  /** Stamps the source place on following events and findings; null when unknown. */
  at(place: Place | null): void;
  /** Calls made, oldest first (the newest `traceLimit` of them). */
  readonly trace: readonly TraceEvent[];
  /** What could be made to fail in this run, in order (the newest `traceLimit`). */
  readonly steps: readonly FallibleStep[];
  /** Replaces the fault plan; steps are counted on from where the run is, so call it after a restore or at the start. */
  planFaults(plan: FaultPlan): void;
  /** Faults of the plan that have not fired: when not empty at the end, the run is inconclusive. */
  readonly unfiredFaults: readonly Fault[];
  /** A fallible step of the caller's own glue (register_netdev, …): true when the plan makes it fail. */
  fallible(kind: string): boolean;
  readonly findings: readonly Finding[];
  readonly oops: Oops | null;
  /** BUG() called by the driver itself. */
  bug(message: string): void;
  /** End of the driver's life: raises what is still held or lost (memory, VA, irqs, locks) and returns all findings. Once. */
  finish(): readonly Finding[];
}

/** Looking at the machine. Data only, nothing changes. */
export interface Inspection {
  frame(frame: number): FrameView;
  /**
   * What owns each of the frames `[from, to)`, in their order, and whether it is reserved. Frames of one owner that were
   * obtained together have one `block`. A fraction of the cost of as many `frame`s.
   */
  eachFrame(from: number, to: number, visit: (owner: FrameOwner, reserved: boolean, block: number) => void): void;
  readonly frameCount: number;
  /** nr_free_pages(): pages in the buddy lists. */
  readonly nrFreePages: number;
  /** Where every frame is; sums to `frameCount` (semantics 9, ledger). */
  accounting(): Accounting;
  vmAreas(): readonly VmAreaView[];
}

/** One machine with one consistent allocator. */
export interface Kernel<A extends AllocatorName = AllocatorName>
  extends
    ConsistentCalls<A>,
    MemoryCalls,
    AddressCalls,
    ContextCalls,
    RunRecord,
    Inspection,
    UserCalls,
    BusCalls,
    CacheCalls {
  /** Name of the allocator. */
  readonly allocator: string;
  /** Which arguments its free takes. */
  readonly freeForm: FreeForm;
  readonly platform: Platform;
  readonly vfreeForm: VfreeForm;
  readonly ramBytes: number;
  /** As in the options. */
  readonly traceLimit: number;
  /** The vmalloc window, `[start, end)`. */
  readonly vmallocWindow: { readonly start: number; readonly end: number };
  snapshot(): Snapshot;
  /** Back to the snapshot, at a cost proportional to what changed since. Throws ModelError for a snapshot that is not of this run. */
  restore(snapshot: Snapshot): void;
  /** Forgets a snapshot and all younger ones, where the machine goes on as it is: what they kept is given up. */
  discard(snapshot: Snapshot): void;
}
