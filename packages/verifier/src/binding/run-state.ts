import type { Fault, FreeByHandle, Place } from '@freehandle/model';
import type { DeviceName } from '../exploration/devices.ts';
import type { Answer, CallPosition, RunPlan } from '../exploration/run-plan.ts';
import type { StopReason } from '../memory/stops.ts';
import type { LazyObjects } from '../under-constrained/lazy-objects.ts';

/** One call of the driver into the kernel, in the order they began. What two runs are compared by. */
export interface CallEvent {
  readonly call: string;
  readonly args: readonly number[];
  /** What it returned, 0 for void; null while it has not. */
  result: number | null;
  /** Number of calls that had begun when it returned: itself, those before it and those made in it; 0 while it has not. */
  until: number;
  /** Text a call printed or named, instead of the addresses of its pieces. */
  text?: string;
  /** The driver's line that made it; null when none did. Only in a run with places. */
  place?: Place | null;
  /** The planned faults that happened in it. Only in a run with places. */
  faults?: readonly Fault[];
}

/** An interrupt line the driver asked for. */
export interface InterruptLine {
  readonly irq: number;
  /** Index of the handler in the function table. */
  readonly handler: number;
  readonly devId: number;
  /** Index of the function that runs in the line's thread when the handler asks for it; none without. */
  readonly thread?: number;
}

/** Work that waits until the driver lets go of the processor: its kind says who runs it, and in which context. */
export interface DeferredWork {
  readonly kind: 'timer' | 'tasklet' | 'poll' | 'work';
  readonly object: number;
}

/** Something the driver announced to a framework: its kind is the framework's, `object` the address of what was registered. */
export interface Registration {
  readonly framework: string;
  readonly object: number;
  /** What the framework gave back: a unit or minor number. */
  readonly number: number;
}

/** A consistent allocation that returned NULL: the call, and the frames it came from. */
export interface FailedAllocation {
  readonly call: string;
  readonly frames: readonly number[];
}

/** What an allocation of consistent memory was asked for and gave, and the free of its family. */
export interface ConsistentAllocation {
  readonly size: number;
  readonly handle: number;
  readonly free: FreeByHandle;
}

/** A call that freed consistent memory: its index in the events of the run, and the frames it came from. */
export interface FreeCall {
  readonly index: number;
  readonly frames: readonly number[];
  /** Whether it freed what this run had allocated: else its size and handle can be compared with nothing. */
  readonly allocated: boolean;
}

/** One read of a register, or of configuration space, as {@link Answer} counts them. */
export interface DeviceRead {
  readonly register: number;
  readonly nth: number;
  readonly value: number;
}

/** All that one run leaves behind besides the machine itself. A new one is made for each run. */
export class RunState {
  readonly events: CallEvent[] = [];
  readonly lifecycle: string[] = [];
  readonly interrupts: InterruptLine[] = [];
  /** Calls after which an interrupt could have arrived. */
  readonly interruptible: CallPosition[] = [];
  /** Whether an interrupt handler is running. */
  inHandler = false;
  readonly registrations: Registration[] = [];
  /** What is due: addresses, each with the kind that knows how to run it. */
  readonly deferred: DeferredWork[] = [];
  /** Calls of a name so far: what numbers an allocation. */
  readonly counts = new Map<string, number>();
  /** Registers written, by address: what they read back. */
  readonly registers = new Map<number, number>();
  /** What the plan has single registers read, by register, in order of `nth`. */
  readonly answers = new Map<number, readonly Answer[]>();
  /** The last reads of registers, newest last. */
  readonly recentReads: DeviceRead[] = [];
  /** What registers were compared with, and were not: what the driver might want to read, in order. */
  readonly wishes: Answer[] = [];
  /** Values that stand for what is not known of the device, and the register whose reading each is. */
  readonly unknowns = new Map<number, number>();
  /** A number the driver is given and does not know, and the constants that it compares it with; null at other times. */
  lookedUp: { readonly number: number; readonly among: Set<number> } | null = null;
  /** The last read of polled memory. */
  polledLast = { address: 0, size: 0 };
  /** How often each register was read. */
  readonly registerReads = new Map<number, number>();
  /** Fuel left when a register was last read or written, or a delay made; null before the first. */
  fuelAtDeviceAccess: number | null = null;
  /** What is made up where functions are called by themselves; null in a driver's life. */
  readonly lazy: LazyObjects | null;
  /** Calls the model knows nothing of. */
  readonly stubs = new Set<string>();
  /** Those of them that were given memory of the driver's. */
  readonly handedTo = new Set<string>();
  /** Addresses that functions were given that the model knows nothing of, or that lay in what they were given: by whom. */
  readonly handed = new Map<number, string>();
  /** The last of these calls, its arguments, and how much had been allocated by then. */
  lastHandOver = '';
  /** Those of them that were given the address of a local variable: they may have to store something there. */
  readonly pointedAtStack = new Set<string>();
  /** Objects that they returned pointers to. */
  stubObjects = 0;
  /** The calls that freed consistent memory, in order; those that freed what nobody had allocated among them. */
  readonly frees: FreeCall[] = [];
  /** The call that last returned NULL instead of consistent memory; null while none has. */
  failedAllocation: string | null = null;
  /** Those of them whose step is not over yet. */
  readonly pendingFailures: FailedAllocation[] = [];
  /** Those of them after which the driver reported success. */
  readonly uncheckedAllocations: (FailedAllocation & { readonly step: string })[] = [];
  /** Steps that reported failure, with what they returned. */
  readonly failedSteps: { readonly step: string; readonly returned: number }[] = [];
  /** The process that uses the driver: its address space, 0 until there is one. */
  mm = 0;
  jiffies = 0;
  /** Fuel left at the last call that was more than a delay; whether the driver has done nothing but wait for long since. */
  fuelAtCall: number;
  polling = false;
  /** How often each address was read while waiting. */
  readonly polled = new Map<number, number>();
  /** Basic blocks executed. */
  blocks = 0;
  sleeps = 0;
  /** Fuel left when the driver last slept. */
  fuelAtSleep: number;
  fuel: number;
  stopped: StopReason | null = null;

  readonly device: DeviceName;
  /** Which of the identities that the driver asks for its device has, from 0. */
  readonly identity: number;
  /** Those it has asked for, in order, and whether the device has one by now. */
  readonly identities: string[] = [];
  identified = false;
  /** Consistent buffers by address, the one last made there: also those given back. */
  readonly consistentBuffers = new Map<number, ConsistentAllocation>();
  /** Bytes of an object of each pool, by the pool's address. */
  readonly poolObjects = new Map<number, number>();
  /** Bytes written to the device's configuration space, by offset. */
  readonly configuration = new Map<number, number>();

  constructor(
    fuel: number,
    { device, identity, answers }: Pick<RunPlan, 'device' | 'identity' | 'answers'>,
    lazy: LazyObjects | null = null,
  ) {
    this.lazy = lazy;
    for (const answer of answers) {
      const others = this.answers.get(answer.register) ?? [];
      this.answers.set(
        answer.register,
        [...others, answer].sort((a, b) => a.nth - b.nth),
      );
    }
    this.fuel = fuel;
    this.fuelAtCall = fuel;
    this.fuelAtSleep = fuel;
    this.device = device;
    this.identity = identity;
  }
}
