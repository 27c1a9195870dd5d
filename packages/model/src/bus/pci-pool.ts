import type { ConsistentAllocator } from '../calls/consistent.ts';
import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';
import { kfreeInternal, kmallocInternal } from '../machine/kernel-mapping.ts';
import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { Records } from '../machine/records.ts';
import { ModelError, u32 } from '../model-error.ts';
import { k4 } from '../rules/k04-wrong-free.ts';
import { r7 } from '../rules/r07-freed-exactly-once.ts';
import { r31 } from '../rules/r31-pool-destroy.ts';
import type { BusCalls, Device } from './bus-calls.ts';
import { pciAlloc, type Devices } from './pci.ts';

const POOL_OBJECT = 0;
const POOL_SIZE = 1;
const POOL_ALLOCATION = 2;
const POOL_DEVICE = 3;
const POOL_PAGES = 4;
const POOL_SINCE = 5;
const POOL_MASK = 6;
/** Bytes of struct pci_pool and of struct pci_page without its bitmap, on one processor. [2.4.27 drivers/pci/pci.c] */
const STRUCT_POOL = 68;
const STRUCT_PAGE = 16;

const PAGE_OBJECT = 0;
const PAGE_VADDR = 1;
const PAGE_HANDLE = 2;
const PAGE_NEXT = 3;
const PAGE_IN_USE = 4;
const PAGE_BITMAP = 5;
const MAX_BLOCKS = PAGE_SIZE;

const NOTHING: ConsistentBuffer = { vaddr: 0, handle: undefined };

/** pci_pool: small blocks out of pci_alloc_consistent pages, allocated with the pool's lock held and interrupts off. [2.4.27 drivers/pci/pci.c; semantics 5.1] */
export function pciPoolCalls(
  machine: Machine,
  bound: ConsistentAllocator,
  devices: Devices,
): Pick<BusCalls, 'pciPoolCreate' | 'pciPoolAlloc' | 'pciPoolFree' | 'pciPoolDestroy'> {
  const { findings, context } = machine;
  const pools = new Records(machine.journal, 8);
  const pages = new Records(machine.journal, PAGE_BITMAP + MAX_BLOCKS / 32);

  function poolOf(call: string, pool: number): number {
    if (Number.isInteger(pool) && pools.isLive(pool)) return pool;
    throw new ModelError(
      `${call}: ${String(pool)} is no pool that pciPoolCreate returned and pciPoolDestroy has not taken.`,
    );
  }

  function locked<Result>(body: () => Result): Result {
    const irqsOff = context.irqsOff;
    context.setIrqsOff(true);
    const result = body();
    context.setIrqsOff(irqsOff);
    return result;
  }

  function addPage(pool: number, gfp: number): number {
    const object = kmallocInternal(machine, 'kmalloc', STRUCT_PAGE + 4 * Math.ceil(blocksOf(pool) / 32), gfp);
    if (object === 0) return 0;
    const size = pools.getU32(pool, POOL_ALLOCATION);
    const dmaMask = pools.getU32(pool, POOL_MASK);
    const device = pools.get(pool, POOL_DEVICE);
    const request = { family: 'pci_pool', device, mayBeAtomic: true, size } as const;
    const buffer = pciAlloc(machine, bound, device === 0 ? null : { dmaMask }, request);
    if (buffer.vaddr === 0) {
      kfreeInternal(machine, object);
      return 0;
    }
    const page = pages.create(object);
    pages.set(page, PAGE_VADDR, buffer.vaddr);
    pages.set(page, PAGE_HANDLE, buffer.handle ?? 0);
    pages.set(page, PAGE_NEXT, pools.get(pool, POOL_PAGES));
    pools.set(pool, POOL_PAGES, page);
    return page;
  }

  function blocksOf(pool: number): number {
    return Math.floor(pools.getU32(pool, POOL_ALLOCATION) / pools.getU32(pool, POOL_SIZE));
  }

  function takeBlock(pool: number, page: number): ConsistentBuffer | undefined {
    const size = pools.getU32(pool, POOL_SIZE);
    for (let block = 0; block < blocksOf(pool); block++) {
      const word = PAGE_BITMAP + (block >>> 5);
      const bits = pages.get(page, word);
      if ((bits & (1 << (block & 31))) !== 0) continue;
      pages.set(page, word, bits | (1 << (block & 31)));
      pages.set(page, PAGE_IN_USE, pages.get(page, PAGE_IN_USE) + 1);
      const offset = block * size;
      return { vaddr: pages.getU32(page, PAGE_VADDR) + offset, handle: pages.getU32(page, PAGE_HANDLE) + offset };
    }
    return undefined;
  }

  function allocBlock(pool: number, gfp: number): ConsistentBuffer {
    for (let page = pools.get(pool, POOL_PAGES); page !== 0; page = pages.get(page, PAGE_NEXT)) {
      const block = takeBlock(pool, page);
      if (block !== undefined) return block;
    }
    const page = addPage(pool, gfp);
    return page === 0 ? NOTHING : (takeBlock(pool, page) ?? NOTHING);
  }

  function freeBlock(pool: number, vaddr: number, handle: number): void {
    const size = pools.getU32(pool, POOL_SIZE);
    const since = [pools.get(pool, POOL_SINCE)];
    let page = pools.get(pool, POOL_PAGES);
    const inside = (start: number): boolean => handle >= start && handle < start + pools.getU32(pool, POOL_ALLOCATION);
    while (page !== 0 && !inside(pages.getU32(page, PAGE_HANDLE))) page = pages.get(page, PAGE_NEXT);
    const offset = page === 0 ? -1 : handle - pages.getU32(page, PAGE_HANDLE);
    const named = page !== 0 && offset % size === 0 && vaddr === pages.getU32(page, PAGE_VADDR) + offset;
    if (!named) {
      const why =
        page === 0 ? 'whose handle is not from this pool' : 'which with this handle names no block of the pool';
      findings.raise(k4, { call: 'pci_pool_free', address: vaddr, why }, { since });
    }
    const block = Math.floor(offset / size);
    // What is left of an allocation behind its last block is no block either.
    if (page === 0 || block >= blocksOf(pool)) return;
    const word = PAGE_BITMAP + (block >>> 5);
    const bits = pages.get(page, word);
    if ((bits & (1 << (block & 31))) === 0) {
      if (named) findings.raise(r7, { mistake: 'freed-twice', vaddr, newOwner: false }, { since });
      return;
    }
    pages.set(page, word, bits & ~(1 << (block & 31)));
    pages.set(page, PAGE_IN_USE, pages.get(page, PAGE_IN_USE) - 1);
  }

  function destroy(pool: number): void {
    let busy = 0;
    for (let page = pools.get(pool, POOL_PAGES); page !== 0;) {
      const next = pages.get(page, PAGE_NEXT);
      const inUse = pages.get(page, PAGE_IN_USE);
      busy += inUse;
      // A busy page is left to leak: it stays in the ledger as never freed.
      if (inUse === 0) {
        bound.free({
          call: 'pci_pool_destroy',
          family: 'pci_pool',
          device: pools.get(pool, POOL_DEVICE),
          vaddr: pages.getU32(page, PAGE_VADDR),
          size: pools.getU32(pool, POOL_ALLOCATION),
          handle: pages.getU32(page, PAGE_HANDLE),
        });
      }
      if (machine.oops !== null) return;
      kfreeInternal(machine, pages.getU32(page, PAGE_OBJECT));
      pages.release(page);
      page = next;
    }
    if (busy > 0) {
      const since = [pools.get(pool, POOL_SINCE)];
      findings.raise(r31, { mistake: 'blocks-in-use', pool: String(pool), blocks: busy }, { since });
    }
    machine.slab.free(machine.slab.objectAround(pools.getU32(pool, POOL_OBJECT)));
    pools.release(pool);
  }

  return {
    pciPoolCreate(device: Device | null, size, align, allocation, gfp) {
      for (const [name, value] of Object.entries({ size, align, allocation, gfp })) u32(value, 'pciPoolCreate', name);
      const number = devices.numberOf(device, 'pciPoolCreate');
      const block = blockSize(size, align);
      const whole = allocation === 0 ? Math.max(PAGE_SIZE, block) : allocation;
      if (whole / Math.max(1, block) > MAX_BLOCKS) {
        throw new ModelError(`pciPoolCreate: the model keeps at most ${MAX_BLOCKS} blocks in one allocation.`);
      }
      if (!machine.enter('pci_pool_create', [size, align, allocation, gfp])) return 0;
      machine.mayWait('pci_pool_create', gfp);
      let pool = 0;
      if (block !== 0 && whole >= block && !machine.stepFails('kmalloc', STRUCT_POOL, gfp)) {
        const object = machine.slab.alloc(STRUCT_POOL, STRUCT_POOL, gfp, machine.trace.seq, false);
        if (object !== 0) {
          pool = pools.create(object);
          pools.set(pool, POOL_SIZE, block);
          pools.set(pool, POOL_ALLOCATION, whole);
          pools.set(pool, POOL_DEVICE, number);
          pools.set(pool, POOL_MASK, device?.dmaMask ?? 0);
          pools.set(pool, POOL_SINCE, machine.trace.seq);
        }
      }
      machine.leave(pool);
      return pool;
    },
    pciPoolAlloc(pool, gfp) {
      poolOf('pciPoolAlloc', pool);
      if (!machine.enter('pci_pool_alloc', [pool, u32(gfp, 'pciPoolAlloc', 'gfp')])) return NOTHING;
      machine.mayWait('pci_pool_alloc', gfp);
      const block = locked(() => allocBlock(pool, gfp));
      machine.leave(block.vaddr, block.handle);
      return block;
    },
    pciPoolFree(pool, vaddr, handle) {
      poolOf('pciPoolFree', pool);
      u32(vaddr, 'pciPoolFree', 'vaddr');
      u32(handle, 'pciPoolFree', 'handle');
      if (!machine.enter('pci_pool_free', [pool, vaddr, handle])) return;
      freeBlock(pool, vaddr, handle);
      machine.leave(0);
    },
    pciPoolDestroy(pool) {
      poolOf('pciPoolDestroy', pool);
      if (!machine.enter('pci_pool_destroy', [pool])) return;
      if (context.inInterrupt()) {
        findings.raise(r31, { mistake: 'in-interrupt', pool: String(pool), context: context.name });
      }
      locked(() => {
        destroy(pool);
      });
      machine.leave(0);
    },
  };
}

/** Bytes of a block: the kernel's own rounding, which adds a step too many when `size` is one short of a multiple. [2.4.27 drivers/pci/pci.c pci_pool_create] */
function blockSize(size: number, align: number): number {
  const step = align === 0 ? 1 : align;
  if (size === 0 || size % step === 0) return size;
  return size < step ? step : ((size + step + 1) & ~(step - 1)) >>> 0;
}
