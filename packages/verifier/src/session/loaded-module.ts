import type { DriverCode, VerifiedAllocator } from '../binding/host.ts';
import type { ImportedFunction } from '../wasm/imports.ts';
import type { LinearMemory } from '../memory/linear-memory.ts';
import { wasmFrames } from './wasm-frames.ts';

type ImportedFunctions = Record<string, (...args: never[]) => unknown>;

/** A module in memory, ready to be called. */
export interface LoadedModule extends DriverCode {
  /** End of its stack and data, in bytes. */
  readonly end: number;
  /** Runs the constructors, the compiler's own among them. */
  construct(): void;
  /** Address of a variable, null when the module has none of that name. */
  addressOf(name: string): number | null;
  /** How many arguments an exported function takes; 0 where there is none of that name. */
  parametersOf(name: string): number;
  /** Empties its stack, as before the first call. */
  resetStack(): void;
}

/** End of the module loaded last into this thread's memory: what has to be cleared before the next. */
let loadedBytes = 0;

/**
 * Instantiates a module over `memory`, which has no trace left of the module before it. Its constructors have not run. `wide`
 * tells which parameters of its functions have 64 bits: they are given the number as it is.
 */
export function loadModule(
  module: WebAssembly.Module,
  memory: LinearMemory,
  functions: ImportedFunctions,
  wide: ReadonlyMap<string, readonly boolean[]> = new Map(),
): LoadedModule {
  memory.u8.fill(0, 0, loadedBytes);
  const { exports } = new WebAssembly.Instance(module, { env: { memory: memory.memory, ...functions } });
  const end = (exports['__heap_base'] as WebAssembly.Global).value as number;
  loadedBytes = end;
  const stackPointer = exports['__stack_pointer'] as WebAssembly.Global;
  const top = stackPointer.value as number;
  const table = exports['__indirect_function_table'] as WebAssembly.Table;
  type Entry = (...args: (number | bigint)[]) => number | bigint | undefined;
  const entry = (name: string): Entry | undefined => exports[name] as Entry | undefined;
  return {
    construct: () => void entry('__wasm_call_ctors')?.(),
    end,
    addressOf: (name) => (exports[name] instanceof WebAssembly.Global ? (exports[name].value as number) : null),
    resetStack: () => void (stackPointer.value = top),
    parametersOf: (name) => entry(name)?.length ?? 0,
    has: (name) => typeof exports[name] === 'function',
    call(name, ...args) {
      const isWide = wide.get(name);
      const result = entry(name)?.(...(isWide ? args.map((value, at) => (isWide[at] ? BigInt(value) : value)) : args));
      if (typeof result === 'bigint') return Number(BigInt.asUintN(32, result));
      return result === undefined ? undefined : result >>> 0;
    },
    callPointer(pointer, ...args) {
      const called =
        pointer < table.length ? (table.get(pointer) as ((...args: number[]) => number | undefined) | null) : null;
      if (called === null) throw new WebAssembly.RuntimeError('null function');
      return called(...args) ?? 0;
    },
    frames: wasmFrames,
  };
}

/** The allocator whose consistent_free the headers of a module declare, asked of the module itself. */
export function declaredAllocator(
  module: WebAssembly.Module,
  imported: readonly ImportedFunction[],
  memory: LinearMemory,
): VerifiedAllocator {
  const nothing = imported.map(({ name, result }) => [name, () => (result === 'bigint' ? 0n : 0)] as const);
  const probe = loadModule(module, memory, Object.fromEntries(nothing));
  if (probe.has('fh_linux_6')) return 'plain-pages';
  // a file that calls it without any declaration says by the call itself how many there are
  const parameters = probe.has('fh_consistent_free_parameters')
    ? probe.call('fh_consistent_free_parameters')
    : imported.find(({ name }) => name === 'consistent_free')?.parameters;
  return parameters === 1 ? 'ppc-map1' : 'ppc-sized';
}
