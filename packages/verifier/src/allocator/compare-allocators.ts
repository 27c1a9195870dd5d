import { createKernel, createKernelFor, type Allocator, type Fault, type Kernel } from '@freehandle/model';
import { machineDifference } from './machine-difference.ts';
import { operationText, perform, type Operation } from './operations.ts';
import { randomFrom, type Random } from './random.ts';
import type { TreeAllocator } from './tree-allocator.ts';

/** A board with little memory: it runs out, and there is little to compare. */
export const machineOptions = { platform: 'ibm405lp', ramBytes: 4 * 2 ** 20, traceLimit: 0 } as const;

const PAGE_SIZE = 4096;
const REGISTERS = 0x8000_0000;
const VMALLOC_START = 0xc100_0000;
/** Pages of a page table's reach. */
const REACH = 1024;
/** Operations between two fresh machines. */
const ROUND = 120;

/** How a tree's allocator and one of the model's did the same operations on equal machines under equal faults. */
export interface AllocatorComparison {
  /** Name of the model's allocator. */
  readonly allocator: string;
  readonly operations: number;
  /** Planned faults that happened. */
  readonly faults: number;
  readonly failedAllocations: number;
  /** Machines stopped by BUG(). */
  readonly stops: number;
  readonly disagreement: Disagreement | null;
}

/** Where they part: on a fresh machine, these faults planned, after the last of these operations. */
export interface Disagreement {
  readonly faults: readonly Fault[];
  readonly operations: readonly Operation[];
  /** The same in words, one each. */
  readonly list: readonly string[];
  readonly difference: string;
}

/** Compares the two machines after each of so many operations, all of them determined by the seed; ends at the first difference. */
export function compareAllocators(
  like: Allocator,
  tree: TreeAllocator,
  { operations, seed }: { operations: number; seed: number },
): AllocatorComparison {
  const random = randomFrom(seed);
  const model: Kernel = createKernel({ ...machineOptions, allocator: like.name as 'ppc-map1' });
  const other = createKernelFor(tree.as(like), machineOptions);
  const starts = [model.snapshot(), other.snapshot()] as const;
  const totals = { operations: 0, faults: 0, failedAllocations: 0, stops: 0 };
  while (totals.operations < operations) {
    const faults = randomFaults(random);
    for (const [kernel, start] of [
      [model, starts[0]],
      [other, starts[1]],
    ] as const) {
      kernel.restore(start);
      kernel.planFaults(faults);
    }
    tree.reset();
    const done: Operation[] = [];
    const choose = chooser(model, random);
    while (done.length < ROUND && totals.operations < operations && model.oops === null) {
      const operation = choose.next();
      done.push(operation);
      totals.operations++;
      const [a, b] = [perform(model, operation), perform(other, operation)];
      const difference = a === b ? machineDifference(model, other) : `${a} in the model, ${b} in the tree`;
      if (difference !== null) {
        const disagreement = { faults, operations: done, list: done.map(operationText), difference };
        return { allocator: like.name, ...totals, disagreement };
      }
      if (operation.what === 'alloc' && a.startsWith('0x0,')) totals.failedAllocations++;
      choose.learn(operation, a);
    }
    totals.faults += faults.length - model.unfiredFaults.length;
    if (model.oops !== null) totals.stops++;
  }
  return { allocator: like.name, ...totals, disagreement: null };
}

function randomFaults(random: Random): Fault[] {
  return ['page-block', 'vm-area', 'pte-page'].flatMap((kind) =>
    Array.from({ length: 3 }, () => ({ kind, nth: random(kind === 'pte-page' ? 4 : 60) })),
  );
}

/** Chooses operations that make sense on a machine as it is, and some that do not. */
function chooser(
  kernel: Kernel,
  random: Random,
): { next(): Operation; learn(operation: Operation, result: string): void } {
  const held: { vaddr: number; size: number; handle: number }[] = [];
  const blocks: { address: number; order: number }[] = [];
  let interrupt = false;
  let first = true;
  const take = <T>(list: T[]): T | undefined => list.splice(random(list.length + 1), 1)[0];
  const allocation = (): Operation => ({
    what: 'alloc',
    size: random(8) === 0 ? random(600 * PAGE_SIZE) : random(12 * PAGE_SIZE) + 1,
  });
  return {
    next() {
      // a window that is nearly full makes buffers cross into the next page table, where mappings can fail half-way
      if (first && random(5) === 0) return { what: 'ioremap', phys: REGISTERS, size: (REACH - random(40)) * PAGE_SIZE };
      const choice = random(100);
      if (choice < 45) return allocation();
      if (choice < 72) return { what: 'free', ...(take(held) ?? { vaddr: 0, size: 0, handle: 0 }) };
      if (choice < 75) return { what: 'free', vaddr: VMALLOC_START + random(64) * 2048, size: PAGE_SIZE, handle: 0 };
      if (choice < 84) return { what: 'pages', order: random(5) };
      if (choice < 90) {
        const block = take(blocks);
        return block ? { what: 'free pages', ...block } : allocation();
      }
      if (choice < 99) {
        const mapping = kernel.translate(held[random(held.length + 1)]?.vaddr ?? 0);
        return mapping?.frame == null ? allocation() : { what: 'reserved', frame: mapping.frame, on: random(2) === 1 };
      }
      return { what: 'interrupt', on: !interrupt };
    },
    learn(operation, result) {
      first = false;
      if (operation.what === 'interrupt') interrupt = operation.on;
      const address = Number.parseInt(result, 16);
      if (operation.what === 'pages' && address !== 0) blocks.push({ address, order: operation.order });
      if (operation.what === 'alloc' && address !== 0) {
        held.push({ vaddr: address, size: operation.size, handle: Number.parseInt(result.split('handle ')[1]!, 16) });
      }
    },
  };
}
