import { allocators } from './allocators/index.ts';
import type { AllocatorName } from './allocators/free-forms.ts';
import type { Allocator } from './allocators/primitives.ts';
import { busCalls } from './bus/bus.ts';
import { cacheCalls } from './cache/cache.ts';
import { addressCalls } from './calls/addresses.ts';
import { bindAllocator } from './calls/consistent.ts';
import { consistentCalls } from './calls/consistent-calls.ts';
import { contextCalls } from './calls/contexts.ts';
import { finish } from './calls/finish.ts';
import { inspection } from './calls/inspection.ts';
import { memoryCalls } from './calls/memory.ts';
import { reservedCalls } from './calls/page-reserved.ts';
import { recordCalls } from './calls/record.ts';
import type { Kernel, KernelOptions } from './kernel.ts';
import { boot } from './machine/boot.ts';
import { Irqs } from './machine/irqs.ts';
import { userCalls } from './mmap/user.ts';
import { platforms } from './platforms/index.ts';
import { ModelError, must } from './model-error.ts';

const DEFAULT_TRACE_LIMIT = 65536;

/**
 * One deterministic machine with one consistent allocator.
 * Throws ModelError for an unknown platform, allocator or vfree form, and for RAM the platform cannot have.
 */
export function createKernel<A extends AllocatorName>(options: KernelOptions<A>): Kernel<A> {
  const given = typeof options === 'object' && (options as unknown) !== null;
  must(given, options, 'createKernel', 'options', '{ platform, allocator }');
  return assemble<A>(choose(allocators, 'allocator', options.allocator), options);
}

/**
 * The same machine under an allocator of your own, written in the kernel's primitives: another variant, or one compiled
 * from C. Its free is called with all three arguments and takes what its form has. Throws ModelError like createKernel.
 */
export function createKernelFor(allocator: Allocator, options: Omit<KernelOptions, 'allocator'>): Kernel {
  return assemble(allocator, options);
}

function assemble<A extends AllocatorName>(
  allocator: Allocator,
  options: Omit<KernelOptions<A>, 'allocator'>,
): Kernel<A> {
  const platform = choose(platforms, 'platform', options.platform);
  const vfree = choose({ walk: 'walk', array: 'array' } as const, 'vfree', options.vfree ?? allocator.vfree);
  const machine = boot({
    platform,
    allocator,
    vfree,
    ramBytes: options.ramBytes ?? platform.defaultRamBytes,
    traceLimit: count('traceLimit', options.traceLimit ?? DEFAULT_TRACE_LIMIT),
    slabRedzone: count('slabRedzone', options.slabRedzone ?? 0),
  });
  machine.faults.plan(options.faults ?? []);
  const irqs = new Irqs(machine.journal);
  const bound = bindAllocator(machine);
  const calls = {
    ...consistentCalls<A>(machine, bound),
    ...memoryCalls(machine),
    ...reservedCalls(machine),
    ...addressCalls(machine),
    ...contextCalls(machine, irqs),
    ...inspection(machine),
    ...userCalls(machine),
    ...busCalls(machine, bound),
    ...cacheCalls(machine),
    ...recordCalls(machine),
  };
  return {
    ...calls,
    allocator: allocator.name,
    freeForm: allocator.form,
    platform,
    vfreeForm: vfree,
    ramBytes: machine.setup.ramBytes,
    traceLimit: machine.setup.traceLimit,
    vmallocWindow: { start: machine.areas.start, end: machine.areas.end },
    finish: () => finish(machine, irqs),
    get trace() {
      return machine.trace.events;
    },
    get steps() {
      return machine.faults.steps;
    },
    get unfiredFaults() {
      return machine.faults.unfired;
    },
    get findings() {
      return machine.findings.all;
    },
    get oops() {
      return machine.oops;
    },
    get nrFreePages() {
      return machine.buddy.freePages;
    },
  };
}

function choose<Value>(table: Readonly<Record<string, Value>>, option: string, name: string): Value {
  const value = Object.hasOwn(table, name) ? table[name] : undefined;
  if (value !== undefined) return value;
  throw new ModelError(`createKernel: ${option} must be one of ${Object.keys(table).join(', ')}; got ${String(name)}.`);
}

function count(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new ModelError(`createKernel: ${option} must be a whole number from 0; got ${String(value)}.`);
}
