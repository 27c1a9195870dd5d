import {
  createKernel,
  ModelError,
  type FallibleStep,
  type Finding,
  type Inspection,
  type Kernel,
  type KernelOptions,
  type Oops,
  type TraceEvent,
} from '@freehandle/model';
import type { CompiledDriver } from '../compile/compile-driver.ts';
import { bindImports, type AroundCall } from '../binding/imports.ts';
import type { DriverCode, Host, VerifiedAllocator } from '../binding/host.ts';
import { pageArray } from '../binding/page-array.ts';
import { RunState } from '../binding/run-state.ts';
import { isPciLayerThin } from '../front/pci-layer.ts';
import { undisturbed, type RunPlan } from '../exploration/run-plan.ts';
import type { Framework } from '../lifecycle/framework.ts';
import { interruptionPoints } from '../lifecycle/interrupts.ts';
import { hasEntry, runLifecycle } from '../lifecycle/lifecycle.ts';
import { accessCallbacks } from '../memory/access-callbacks.ts';
import { AddressSpace, type Allocation } from '../memory/address-space.ts';
import type { LinearMemory } from '../memory/linear-memory.ts';
import { MemoryImage } from '../memory/memory-image.ts';
import { DriverStopped, type StopReason } from '../memory/stops.ts';
import { wideParameters } from '../wasm/exports.ts';
import { importedFunctions } from '../wasm/imports.ts';
import { callByItself } from '../under-constrained/call-by-itself.ts';
import { LazyObjects } from '../under-constrained/lazy-objects.ts';
import { declaredAllocator, loadModule } from './loaded-module.ts';
import { Coverage } from './coverage.ts';
import type { DriverPlaces } from './driver-places.ts';
import { witnessOf, type Witness } from './witness.ts';
import { wasmFramesOf } from './wasm-frames.ts';

/** Bytes left free behind each heap object, so that an overrun meets nobody. */
const REDZONE = 16;

/** Basic blocks of a run of functions called by themselves: what they wait for may never come. */
const ENTRY_FUEL = 20_000;

/** Where and why a run ended in the middle of the driver. */
export interface Stop {
  readonly reason:
    | StopReason
    | { readonly kind: 'trap'; readonly message: string }
    | { readonly kind: 'recursion' }
    /** A call with arguments that the model does not take: no fault of the driver's. */
    | { readonly kind: 'unmodelled'; readonly message: string };
  /** WebAssembly frames, innermost first. */
  readonly frames: readonly number[];
}

/** All that one run showed. */
export interface RunResult {
  readonly state: RunState;
  readonly findings: readonly Finding[];
  readonly oops: Oops | null;
  readonly stop: Stop | null;
  /** Steps that can be made to fail; empty unless the run was located. */
  readonly steps: readonly FallibleStep[];
  /** Calls into the model, with their places; empty unless the run was located. */
  readonly trace: readonly TraceEvent[];
  /** Whether every planned fault happened; when not, the run says nothing. */
  readonly conclusive: boolean;
  /** Basic blocks that it came to. */
  readonly blocks: number;
  readonly allocations: readonly Allocation[];
  /** End of the driver's stack and variables, in bytes. */
  readonly moduleEnd: number;
}

/** A machine to look at, and what was called so far. */
export type WatchedKernel = Inspection & Pick<Kernel, 'trace'>;

/**
 * Looks at the machine in a located run: before it; after each call of the driver, given by its number in the run; and when
 * the run is over, with the number of calls made and whether the driver came to the end of its life.
 */
export interface Onlooker {
  start(kernel: WatchedKernel): void;
  after(kernel: WatchedKernel, call: number): void;
  finish(kernel: WatchedKernel, calls: number, ended: boolean): void;
}

/** A driver loaded once, to be run many times from the same beginning. */
export interface Session {
  readonly allocator: VerifiedAllocator;
  readonly coverage: Coverage;
  /** Basic blocks a run may execute. */
  readonly fuel: number;
  /** Whether there is anything to call. */
  readonly hasEntry: boolean;
  /** How many arguments a function takes; null when it cannot be called from outside. */
  parametersOf(name: string): number | null;
  /**
   * Runs the driver's life under a plan. With `located`, findings know their source lines: slower. An onlooker is told of
   * located runs only.
   */
  run(plan: RunPlan, located: boolean, onlooker?: Onlooker): RunResult;
}

/**
 * Loads a compiled driver into memory, on the allocator whose consistent_free its headers declare; null when one of its
 * constructors does not come to its end.
 */
export function openSession(
  driver: CompiledDriver,
  memory: LinearMemory,
  frameworks: readonly Framework[],
  places: DriverPlaces,
  fuel: number,
): Session | null {
  const module = new WebAssembly.Module(driver.module as BufferSource);
  const imported = importedFunctions(driver.module);
  const allocator = declaredAllocator(module, imported, memory);
  const boot = (traceLimit?: number): Host['kernel'] =>
    createKernel({
      ...machineOf(allocator),
      allocator,
      slabRedzone: REDZONE,
      ...(traceLimit === undefined ? {} : { traceLimit }),
    });
  // two machines that do the same: one keeps evidence, the other is faster by a third
  const [traced, untraced] = [boot(), boot(0)];
  const space = new AddressSpace(memory);
  const coverage = new Coverage();
  const host: MutableHost = {
    kernel: traced,
    memory,
    space,
    code: noCode,
    run: new RunState(fuel, undisturbed('plain')),
    thinPciLayer: driver.units.some(({ files }) => isPciLayerThin(files)),
  };
  const points = interruptionPoints(host);
  const around: AroundCall = { witness: null, synchronise: null, after: points.after };
  const usable = withGlue(frameworks, module);
  const code = loadModule(
    module,
    memory,
    {
      ...bindImports(host, imported, usable, around, driver.returnKinds, driver.sources[0]?.calls),
      ...coverage.callbacks(host),
      ...accessCallbacks(host),
    },
    wideParameters(driver.module),
  );
  host.code = code;
  const pages = pageArray(host, code, code.addressOf('mem_map'));
  around.synchronise = pages && (() => pages.synchronise());
  // headers of a kernel tree read the clock from memory; the kit's ask for it
  const jiffies = code.addressOf('jiffies');
  coverage.onTick(jiffies === null ? null : () => memory.setU32(jiffies, ++host.run.jiffies));
  const stopped = runToStop(() => code.construct(), true);
  if (stopped) return null;
  coverage.watchLoops({ memory, space, end: code.end, clock: jiffies });
  const image = new MemoryImage(memory, code.end);
  const starts = new Map([traced, untraced].map((kernel) => [kernel, kernel.snapshot()]));

  return {
    allocator,
    coverage,
    fuel,
    hasEntry: hasEntry(host),
    parametersOf: (name) => (code.has(name) ? code.parametersOf(name) : null),
    run(plan, located, onlooker) {
      const { faults, interruptAfter } = plan;
      coverage.beginRun();
      const kernel = located ? traced : untraced;
      host.kernel = kernel;
      kernel.restore(starts.get(kernel)!);
      kernel.planFaults(faults);
      image.restore();
      host.run.lazy?.clear();
      const lazy = plan.entry ? new LazyObjects(memory, plan.entry) : null;
      space.reset(image.end, lazy);
      pages?.reset();
      code.resetStack();
      const witness = located ? witnessOf(traced, places) : null;
      host.run = new RunState(lazy === null ? fuel : Math.min(fuel, ENTRY_FUEL), plan, lazy);
      around.witness = witness && onlooker ? watchedBy(onlooker, witness, kernel, host.run) : witness;
      points.plan(interruptAfter);
      if (located) onlooker?.start(kernel);
      const life = (): void => (plan.entry ? callByItself(host, usable, plan.entry) : runLifecycle(host, usable));
      const stop = runToStop(life, located);
      witness?.finish(host.run);
      pages?.synchronise();
      const findings = stop ? kernel.findings : kernel.finish();
      if (located) onlooker?.finish(kernel, host.run.events.length, stop === null);
      return {
        state: host.run,
        findings: [...findings],
        oops: kernel.oops,
        stop,
        steps: [...kernel.steps],
        trace: [...kernel.trace],
        conclusive: kernel.unfiredFaults.length === 0,
        blocks: coverage.blocksOfRun,
        allocations: space.allocations,
        moduleEnd: code.end,
      };
    },
  };
}

/**
 * The frameworks whose glue is in the module. The calls of the others are not modelled there, and are told as such: without
 * the glue nothing that is registered could be called.
 */
function withGlue(frameworks: readonly Framework[], module: WebAssembly.Module): Framework[] {
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  return frameworks.filter(({ glue }) => {
    const functions = [...glue.matchAll(/^\w.*\b(fh_\w+)\(/gm)];
    return functions.length === 0 || functions.some(([, name]) => exported.has(name!));
  });
}

/** The board of 2.4's drivers, or a coherent machine with memory enough for the rings of later ones. */
function machineOf(allocator: VerifiedAllocator): Pick<KernelOptions, 'platform' | 'ramBytes'> {
  return allocator === 'plain-pages' ? { platform: 'i386', ramBytes: 2 ** 28 } : { platform: 'ibm405lp' };
}

/** The witness of a run, with somebody beside it who sees what each call left. */
function watchedBy(onlooker: Onlooker, witness: Witness, kernel: WatchedKernel, run: RunState): AroundCall['witness'] {
  return {
    begin: (event) => witness.begin(event),
    end(event) {
      witness.end(event);
      onlooker.after(kernel, run.events.lastIndexOf(event));
    },
  };
}

type MutableHost = { -readonly [Key in keyof Host]: Host[Key] };

/** Stands where the driver's code will be: the functions it imports are made before it. */
const noCode: DriverCode = { has: () => false, call: () => undefined, callPointer: () => 0, frames: () => [] };

/** Frames an error keeps when its place is wanted; an error without any is made ten times as fast. */
const STACK_OF_STOP = 16;

function runToStop(run: () => void, located: boolean): Stop | null {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = located ? STACK_OF_STOP : 0;
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof DriverStopped) return { reason: error.reason, frames: wasmFramesOf(error) };
    if (error instanceof WebAssembly.RuntimeError) {
      return { reason: { kind: 'trap', message: error.message }, frames: wasmFramesOf(error) };
    }
    // a function of other parameters than the framework calls it with: WebAssembly takes no number for 64 bits
    if (error instanceof TypeError && error.message.includes('BigInt')) {
      return { reason: { kind: 'trap', message: 'function signature mismatch' }, frames: wasmFramesOf(error) };
    }
    if (error instanceof ModelError) {
      return { reason: { kind: 'unmodelled', message: error.message }, frames: wasmFramesOf(error) };
    }
    // the last bytes of the address space, given to a function of the kernel: the memory ends there
    if (error instanceof RangeError && /outside (?:the|of)|out of bounds/.test(error.message)) {
      const message = 'a function of the kernel is given an address at the end of memory';
      return { reason: { kind: 'unmodelled', message }, frames: wasmFramesOf(error) };
    }
    // V8's own stack is used up
    if (error instanceof RangeError && /call stack/.test(error.message))
      return { reason: { kind: 'recursion' }, frames: wasmFramesOf(error) };
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
