import { createKernel, GFP_KERNEL, type Kernel, type PlatformName } from '@freehandle/model';
import type { Random } from './random.ts';

/** The machine that kernel.c writes down. */
const PLATFORM: PlatformName = 'ibm405lp';
const RAM = 4 * 2 ** 20;
const FRAMES = RAM / 4096;
const VMALLOC_START = 0xc1000000;
const REGISTERS = 0x80000000;
const KINDS = ['page-block', 'vm-area', 'pte-page'] as const;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly [name: string]: unknown;
}

type Call = (...args: number[]) => number;

/** The C machine with one C allocator over it. */
class Oracle {
  readonly #exports: Exports;
  readonly #counted = new Map<string, number>();
  plan: ReadonlySet<string> = new Set();

  constructor(module: WebAssembly.Module) {
    const fails = (kind: number): number => {
      const name = KINDS[kind] ?? 'unknown';
      const nth = this.#counted.get(name) ?? 0;
      this.#counted.set(name, nth + 1);
      return this.plan.has(`${name} ${nth}`) ? 1 : 0;
    };
    this.#exports = new WebAssembly.Instance(module, { env: { fails } }).exports as unknown as Exports;
  }

  call(name: string, ...args: number[]): number {
    return (this.#exports[name] as Call)(...args) >>> 0;
  }

  boot(plan: ReadonlySet<string>): void {
    this.#counted.clear();
    this.plan = plan;
    this.call('boot');
  }

  /** A global array or variable of the C machine. */
  words(name: string, length: number): Int32Array {
    const address = (this.#exports[name] as WebAssembly.Global).value as number;
    return new Int32Array(this.#exports.memory.buffer, address, length);
  }
}

/** How two machines were compared: operations done, and the first disagreement. */
export interface Agreement {
  readonly operations: number;
  readonly oopses: number;
  readonly failedAllocations: number;
  readonly disagreement: string | null;
}

/**
 * Runs the same random operations under the same random fault plans on the model and on the C writing, and compares both
 * machines after every one: results, every frame's count, reserved bit and free block, every area and every page mapped.
 */
export function compareWithOracle(
  allocator: 'ppc-map1' | 'ppc-map2',
  module: WebAssembly.Module,
  operations: number,
  random: Random,
): Agreement {
  const oracle = new Oracle(module);
  const kernel: Kernel = createKernel({ platform: PLATFORM, allocator, ramBytes: RAM, traceLimit: 0 });
  const start = kernel.snapshot();
  let done = 0;
  let oopses = 0;
  let failedAllocations = 0;
  while (done < operations) {
    const faults = KINDS.flatMap((kind) =>
      Array.from({ length: 3 }, () => ({ kind, nth: random(kind === 'pte-page' ? 4 : 60) })),
    );
    kernel.restore(start);
    kernel.planFaults(faults);
    oracle.boot(new Set(faults.map(({ kind, nth }) => `${kind} ${nth}`)));
    // A window that is nearly full makes buffers cross into the next page table, where mappings can fail half way.
    if (random(5) === 0) {
      const pad = (1024 - random(40)) * 4096;
      kernel.ioremap(REGISTERS, pad);
      oracle.call('ioremap', REGISTERS, pad);
    }
    const held: number[] = [];
    const blocks: { frame: number; order: number }[] = [];
    for (let step = 0; step < 120 && done < operations && kernel.oops === null; step++, done++) {
      const { what, model, c } = operate(kernel, oracle, random, held, blocks);
      if (what.startsWith('alloc') && model.startsWith('0 ')) failedAllocations++;
      const difference = model === c ? compare(kernel, oracle) : `${model} against ${c}`;
      if (difference !== null) {
        return { operations: done, oopses, failedAllocations, disagreement: `after ${what}: ${difference}` };
      }
    }
    if (kernel.oops !== null) oopses++;
  }
  return { operations: done, oopses, failedAllocations, disagreement: null };
}

/** One random operation on both machines: which, and the results of both. */
function operate(
  kernel: Kernel,
  oracle: Oracle,
  random: Random,
  held: number[],
  blocks: { frame: number; order: number }[],
): { what: string; model: string; c: string } {
  const same = (what: string) => ({ what, model: '', c: '' });
  const choice = random(100);
  if (choice < 45) {
    const size = random(8) === 0 ? random(600 * 4096) : random(12 * 4096) + 1;
    const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, size);
    const other = oracle.call('consistent_alloc', size);
    const stored = oracle.words('handle_was_stored', 1)[0] === 0 ? undefined : oracle.words('stored_handle', 1)[0];
    if (vaddr !== 0) held.push(vaddr);
    return { what: `alloc(${size})`, model: `${vaddr} ${handle}`, c: `${other} ${stored}` };
  }
  if (choice < 75) {
    const index = random(held.length + 1);
    const vaddr = choice < 72 ? (held.splice(index, 1)[0] ?? 0) : VMALLOC_START + random(64) * 2048;
    kernel.consistentFree(vaddr, 0, 0);
    oracle.call('consistent_free', vaddr);
    return same(`free(${vaddr})`);
  }
  if (choice < 84) {
    const order = random(5);
    const address = kernel.getFreePages(GFP_KERNEL, order);
    const frame = oracle.call('alloc_pages', order) | 0;
    if (frame >= 0) blocks.push({ frame, order });
    const model = address === 0 ? -1 : kernel.virtToFrame(address);
    return { what: `pages(${order})`, model: `${model}`, c: `${frame}` };
  }
  if (choice < 90) {
    const block = blocks.splice(random(blocks.length + 1), 1)[0];
    if (block === undefined) return same('nothing');
    kernel.freePages(kernel.frameToVirt(block.frame), block.order);
    oracle.call('free_pages', block.frame, block.order);
    return same(`free_pages(${block.frame}, ${block.order})`);
  }
  if (choice < 99) {
    const mapping = kernel.translate(held[random(held.length + 1)] ?? 0);
    if (mapping?.frame == null) return same('nothing');
    const on = random(2);
    if (on === 1) kernel.setPageReserved(mapping.frame);
    else kernel.clearPageReserved(mapping.frame);
    oracle.words('reserved', FRAMES)[mapping.frame] = on;
    return same(`reserved(${mapping.frame}), ${on}`);
  }
  const interrupt = oracle.words('interrupt', 1);
  interrupt[0] = 1 - (interrupt[0] ?? 0);
  if (interrupt[0] === 1) kernel.enterHardirq();
  else kernel.exitHardirq();
  return same('interrupt');
}

/** The first difference between the two machines, null when there is none. */
function compare(kernel: Kernel, oracle: Oracle): string | null {
  const dead = oracle.words('dead', 1)[0] !== 0;
  if (dead !== (kernel.oops !== null)) return `the model ${kernel.oops === null ? 'goes on' : 'stops'}, C does not`;
  const counts = oracle.words('count', FRAMES);
  const reserved = oracle.words('reserved', FRAMES);
  const orders = oracle.words('free_order', FRAMES);
  for (let frame = 0; frame < FRAMES; frame++) {
    const view = kernel.frame(frame);
    const model = `${view.count} ${view.reserved ? 1 : 0} ${view.freeOrder ?? -1}`;
    const c = `${counts[frame]} ${reserved[frame]} ${orders[frame]}`;
    if (model !== c) return `frame ${frame} (count, reserved, free order): ${model} against ${c}`;
  }
  const views = kernel.vmAreas();
  const number = oracle.words('nr_areas', 1)[0] ?? 0;
  if (views.length !== number) return `${views.length} areas against ${number}`;
  const areas = oracle.words('areas', 2 * number);
  const entries = oracle.words('pte', 16384);
  for (const [index, view] of views.entries()) {
    const [address, size] = [(areas[2 * index] ?? 0) >>> 0, areas[2 * index + 1] ?? 0];
    if (view.address !== address || view.size !== size) return `area ${index}: ${view.address} against ${address}`;
    for (const [page, frame] of view.mapped.entries()) {
      const entry = entries[(address - VMALLOC_START) / 4096 + page] ?? 0;
      if ((frame ?? -1) !== (entry === 0 || entry >>> 12 >= FRAMES ? -1 : entry >>> 12))
        return `page ${page} of area ${index}: ${frame} against ${entry}`;
    }
  }
  return null;
}
