import type { ReturnKind } from '../front/return-kinds.ts';
import { formOf, type DeclaredCalls } from '../declared-calls.ts';
import type { Framework } from '../lifecycle/framework.ts';
import { DriverStopped } from '../memory/stops.ts';
import type { ImportedFunction } from '../wasm/imports.ts';
import { addressCalls } from './calls/addresses.ts';
import { cacheCalls } from './calls/caches.ts';
import { consistentCalls, declaredAllocation, declaredFree, freeNames } from './calls/consistent.ts';
import { contextCalls } from './calls/context.ts';
import { heapCalls } from './calls/heap.ts';
import { interruptCalls } from './calls/interrupts.ts';
import { pageCalls } from './calls/page-bits.ts';
import { poolCalls } from './calls/pools.ts';
import { printingCalls } from './calls/printing.ts';
import { regionCalls } from './calls/regions.ts';
import { registerCalls } from './calls/registers.ts';
import { sleepingCalls } from './calls/sleeping.ts';
import { stringCalls } from './calls/strings.ts';
import { userCalls } from './calls/user-memory.ts';
import type { Call, CallGroup, Host } from './host.ts';
import type { CallEvent } from './run-state.ts';
import { handOver } from './handed-over.ts';
import { typedStub } from './typed-stub.ts';

const groups: readonly CallGroup[] = [
  heapCalls,
  poolCalls,
  consistentCalls,
  pageCalls,
  contextCalls,
  interruptCalls,
  regionCalls,
  registerCalls,
  printingCalls,
  sleepingCalls,
  userCalls,
  cacheCalls,
  addressCalls,
];

/** What is done around each recorded call. */
export interface AroundCall {
  /** Notes which of the driver's lines makes it, and what fails in it; null while places are not wanted. */
  witness: { begin(event: CallEvent): void; end(event: CallEvent): void } | null;
  /** Hands over what the driver wrote into structures of the kernel; null where it writes none. */
  synchronise: (() => void) | null;
  /** What may happen once it is done, given its position in the run. */
  after: (index: number) => void;
}

/** A number or, for i64, a bigint: what WebAssembly passes. */
type Value = number | bigint;

/**
 * Functions for everything a module imports: the model's kernel where it has the call, a stub that does nothing and
 * returns 0 elsewhere, or one that answers by its type where `kinds` knows it. `around` is what is done before and after
 * each call.
 */
export function bindImports(
  host: Host,
  imported: readonly ImportedFunction[],
  frameworks: readonly Framework[],
  around: Readonly<AroundCall>,
  kinds?: ReadonlyMap<string, ReturnKind>,
  declared?: DeclaredCalls,
): Record<string, (...args: Value[]) => Value | undefined> {
  const known: Record<string, Call> = {};
  for (const group of [...groups, ...frameworks.map(({ calls }) => calls)]) Object.assign(known, group(host));
  const silent = stringCalls(host);
  const frees = freeNames(declared);
  const bound: Record<string, (...args: Value[]) => Value | undefined> = {};
  for (const { name, parameters, result } of imported) {
    const quiet = silent[name];
    const kind = kinds?.get(name);
    const own = declaredCall(host, name, parameters, known[name], declared);
    const call = own ?? known[name] ?? (kind ? typedStub(host, name, kind) : stub(host, name));
    const tolerant = givesBack.test(name) && !frees.has(name) ? unlessMadeUp(host, call) : call;
    bound[name] = quiet ? plain(quiet) : recorded(host, name, tolerant, around, result === 'bigint');
  }
  return bound;
}

/** A call in the form that a migration declares, where the kernel does not have it, or has it with more arguments. */
function declaredCall(
  host: Host,
  name: string,
  count: number,
  known: Call | undefined,
  declared: DeclaredCalls | undefined,
): Call | null {
  // which of its two forms consistent_free has decides on the allocator, which knows it
  if (declared === undefined || name === 'consistent_free' || (known !== undefined && known.length <= count))
    return null;
  const free = formOf(declared.frees, name, count);
  if (free) return declaredFree(host, free);
  const allocator = formOf(declared.allocators, name, count);
  return allocator ? declaredAllocation(host, allocator) : null;
}

function plain(call: Call): (...args: Value[]) => number | undefined {
  return (...args) => call(...(args as number[]).map((value) => value >>> 0));
}

function recorded(
  host: Host,
  name: string,
  call: Call,
  around: Readonly<AroundCall>,
  wide: boolean,
): (...values: Value[]) => Value | undefined {
  const isCall = !isDelay.test(name);
  return (...values) => {
    const args = values.map((value) => (typeof value === 'bigint' ? Number(BigInt.asUintN(52, value)) : value >>> 0));
    const event: CallEvent = { call: name, args, result: null, until: 0 };
    around.witness?.begin(event);
    around.synchronise?.();
    const index = host.run.events.push(event) - 1;
    host.run.fuel -= CALL_FUEL;
    if (isCall) {
      host.run.fuelAtCall = host.run.fuel;
      host.run.polling = false;
    }
    const result = call(...args);
    event.result = (result ?? 0) >>> 0;
    event.until = host.run.events.length;
    around.witness?.end(event);
    if (host.kernel.oops) throw new DriverStopped({ kind: 'oops' });
    around.after(index);
    return wide ? BigInt(result ?? 0) : result;
  };
}

/** A call by which something is given back: made-up objects the kernel never gave. */
function unlessMadeUp(host: Host, call: Call): Call {
  return (...args) => {
    const { lazy } = host.run;
    return lazy !== null && args.some((value) => lazy.holds(value)) ? 0 : call(...args);
  };
}

const givesBack = /free|unmap|release|destroy|put|unregister|^del_|_del_|exit|disable|remove|detach/;

/** Calls that only let time go by, and reads of registers: what a loop that waits is made of. */
const isDelay = /delay|read_register|^in_|irq_(?:save|restore|flags)|spin_|^yield$|^schedule/;

/** Basic blocks that a call counts for: it takes as long, and it is remembered. */
const CALL_FUEL = 20;

function stub(host: Host, name: string): Call {
  return (...args) => {
    host.run.stubs.add(name);
    handOver(host, name, args);
    return host.run.lazy?.returned(name, 0) ?? 0;
  };
}
