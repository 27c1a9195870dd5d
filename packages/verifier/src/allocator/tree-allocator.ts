import { GFP_KERNEL, type Allocator, type Primitives } from '@freehandle/model';
import type { CompiledDriver } from '../compile/compile-driver.ts';
import type { LinearMemory } from '../memory/linear-memory.ts';
import { MemoryImage } from '../memory/memory-image.ts';
import { loadModule, type LoadedModule } from '../session/loaded-module.ts';
import { importedFunctions } from '../wasm/imports.ts';
import { TreePages } from './tree-pages.ts';

/** Words of the caller: what the allocator stores the handle in, and the one vm_struct that it looks at. */
const HANDLE = 0x7000_0000;
const VM_STRUCT = 0x7000_1000;
/** In the handle's place until it is stored: no address of a page. */
const NOT_STORED = 0x5a5a_5a5b;
const ENOMEM = 12;

/** A kernel tree's own allocator, compiled, to be run on the model's machine. */
export interface TreeAllocator {
  /** How many arguments its consistent_free takes. */
  readonly freeArguments: number;
  /** Functions it calls that the model's machine does not have. */
  readonly unknown: readonly string[];
  /** The same steps in C: behaves as the model's `like` is said to, but for what alloc and free do. */
  as(like: Allocator): Allocator;
  /** Puts its memory back as it was before the first call. */
  reset(): void;
}

/** Unwinds the C code: the machine is dead after BUG(). */
class Bug extends Error {}

/** Loads a compiled allocator; null when it is none: it lacks consistent_alloc or consistent_free. */
export function loadTreeAllocator(driver: CompiledDriver, memory: LinearMemory, frames: number): TreeAllocator | null {
  const module = new WebAssembly.Module(driver.module as BufferSource);
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  if (!exported.has('consistent_alloc') || !exported.has('consistent_free')) return null;
  const machine: Machine = { kernel: null, pages: null, interrupted: false, memory, code: null };
  const known = kernelFunctions(machine);
  const unknown: string[] = [];
  const functions: Record<string, (...args: never[]) => unknown> = {};
  for (const { name, result } of importedFunctions(driver.module)) {
    if (/^__(?:asan|sanitizer)_/.test(name)) {
      functions[name] = watcher(name, machine);
      continue;
    }
    if (known[name] === undefined) unknown.push(name);
    functions[name] = bound(machine, known[name] ?? (() => 0), result === 'bigint');
  }
  const code = loadModule(module, memory, functions);
  machine.code = code;
  machine.pages = new TreePages(memory, code, frames);
  code.construct();
  const memMap = code.addressOf('mem_map');
  if (memMap !== null) memory.setU32(memMap, machine.pages.base);
  const image = new MemoryImage(memory, code.end);
  const run = (kernel: Primitives, call: () => number): number => {
    Object.assign(machine, { kernel, interrupted: false });
    code.resetStack();
    try {
      return call();
    } catch (error) {
      if (error instanceof Bug) return 0;
      throw error;
    } finally {
      machine.pages!.handOver(kernel);
    }
  };
  return {
    freeArguments: code.parametersOf('consistent_free'),
    unknown,
    as: (like) => ({
      ...like,
      name: `${like.name} in the tree`,
      alloc: (kernel, gfp, size) =>
        run(kernel, () => {
          memory.setU32(HANDLE, NOT_STORED);
          const vaddr = (code.call('consistent_alloc', gfp, size, HANDLE) ?? 0) >>> 0;
          const handle = memory.u32(HANDLE);
          if (handle !== NOT_STORED) kernel.storeHandle(handle);
          return vaddr;
        }),
      free: (kernel, vaddr, size, handle) =>
        void run(kernel, () => code.call('consistent_free', vaddr, size, handle) ?? 0),
    }),
    reset: () => {
      image.restore();
      machine.pages!.reset();
    },
  };
}

/** What the functions given to the allocator work on; each call sets the machine it is for. */
interface Machine {
  kernel: Primitives | null;
  pages: TreePages | null;
  interrupted: boolean;
  readonly memory: LinearMemory;
  code: LoadedModule | null;
}

/** Numbers are u32; what it returns is taken as i32, nothing as 0. */
type KernelFunction = (address: number, second: number) => number | undefined;

/** The kernel's functions that allocators of 2.4 are written in [2.4.27 arch/ppc/mm/cachemap.c], by the model's primitives. */
function kernelFunctions(machine: Machine): Readonly<Record<string, KernelFunction>> {
  const kernel = (): Primitives => machine.kernel!;
  const pages = (): TreePages => machine.pages!;
  const sizeOf = (start: number, end: number): number => (end - start) >>> 0;
  return {
    __model_in_interrupt: () => {
      machine.interrupted = kernel().inInterrupt();
      return machine.interrupted ? 1 : 0;
    },
    __model_bug: () => {
      kernel().bug(machine.interrupted ? 'interrupt' : 'no-block');
      throw new Bug();
    },
    __get_free_pages: (gfp, order) => {
      const frame = kernel().allocPages(gfp, order);
      return frame < 0 ? 0 : kernel().frameToVirt(frame);
    },
    alloc_pages: (gfp, order) => {
      const frame = kernel().allocPages(gfp, order);
      return frame < 0 ? 0 : pages().pageOf(frame);
    },
    free_pages: (address, order) => void kernel().freePages(kernel().virtToFrame(address), order),
    __free_pages: (page, order) => void kernel().freePages(pages().frameOf(page), order),
    get_vm_area: (size, flags) => {
      const address = kernel().getVmArea(size, flags, GFP_KERNEL);
      if (address === 0) return 0;
      const { memory, code } = machine;
      memory.u8.fill(0, VM_STRUCT, VM_STRUCT + (code!.call('fh_vm_struct_bytes') ?? 0));
      memory.setU32(VM_STRUCT + (code!.call('fh_vm_struct_addr') ?? 0), address);
      memory.setU32(VM_STRUCT + (code!.call('fh_vm_struct_size') ?? 0), size);
      return VM_STRUCT;
    },
    map_page: (address, phys) => (kernel().mapPage(address, phys, GFP_KERNEL) ? 0 : -ENOMEM),
    vfree: (address) => void kernel().vfree(address),
    invalidate_dcache_range: (start, end) => void kernel().invalidate(kernel().virtToFrame(start), sizeOf(start, end)),
    flush_dcache_range: (start, end) => void kernel().flush(kernel().virtToFrame(start), sizeOf(start, end)),
    clean_dcache_range: () => 0,
    printk: () => 0,
  };
}

/** A function as WebAssembly calls it. What the allocator stored before comes to the machine first. */
function bound(machine: Machine, call: KernelFunction, wide: boolean): (...values: (number | bigint)[]) => unknown {
  return (...values) => {
    machine.pages?.handOver(machine.kernel!);
    const [first = 0, second = 0] = values.map((value) => (typeof value === 'bigint' ? Number(value) : value >>> 0));
    const result = call(first, second) ?? 0;
    return wide ? BigInt(result) : result;
  };
}

/** The sanitizer's callbacks: stores are noted. */
function watcher(name: string, machine: Machine): (address: number) => undefined {
  if (!name.includes('_store')) return () => undefined;
  return (address) => {
    machine.pages?.noteStore(address >>> 0);
    return undefined;
  };
}
