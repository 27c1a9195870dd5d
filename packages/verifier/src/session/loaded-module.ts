import type { DriverCode, VerifiedAllocator } from '../binding/host.ts';
import type { LinearMemory } from '../memory/linear-memory.ts';
import { wasmFrames } from './wasm-frames.ts';

type ImportedFunctions = Record<string, (...args: never[]) => unknown>;

/** A module in memory, ready to be called. */
export interface LoadedModule extends DriverCode {
  /** End of its stack and data, in bytes. */
  readonly end: number;
  /** Address of a variable, null when the module has none of that name. */
  addressOf(name: string): number | null;
  /** Empties its stack, as before the first call. */
  resetStack(): void;
}

/** End of the largest module loaded into this thread's memory so far: what has to be cleared before the next. */
let loadedBytes = 0;

/** Instantiates a module over `memory`, which has no trace left of the module before it, and runs its constructors. */
export function loadModule(
  module: WebAssembly.Module,
  memory: LinearMemory,
  functions: ImportedFunctions,
): LoadedModule {
  memory.u8.fill(0, 0, loadedBytes);
  const { exports } = new WebAssembly.Instance(module, { env: { memory: memory.memory, ...functions } });
  const end = (exports['__heap_base'] as WebAssembly.Global).value as number;
  loadedBytes = Math.max(loadedBytes, end);
  const stackPointer = exports['__stack_pointer'] as WebAssembly.Global;
  const top = stackPointer.value as number;
  const table = exports['__indirect_function_table'] as WebAssembly.Table;
  const entry = (name: string): ((...args: number[]) => number | undefined) | undefined =>
    exports[name] as ((...args: number[]) => number | undefined) | undefined;
  entry('__wasm_call_ctors')?.();
  return {
    end,
    addressOf: (name) => (exports[name] instanceof WebAssembly.Global ? (exports[name].value as number) : null),
    resetStack: () => void (stackPointer.value = top),
    has: (name) => typeof exports[name] === 'function',
    call: (name, ...args) => entry(name)?.(...args),
    callPointer: (pointer, ...args) => (table.get(pointer) as (...args: number[]) => number | undefined)(...args) ?? 0,
    frames: wasmFrames,
  };
}

/** The allocator whose consistent_free the headers of a module declare, asked of the module itself. */
export function declaredAllocator(module: WebAssembly.Module, memory: LinearMemory): VerifiedAllocator {
  const nothing = (): number => 0;
  const functions = WebAssembly.Module.imports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => [name, nothing] as const);
  const probe = loadModule(module, memory, Object.fromEntries(functions));
  return probe.call('fh_consistent_free_parameters') === 1 ? 'ppc-map1' : 'ppc-sized';
}
