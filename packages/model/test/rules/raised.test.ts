import { describe, expect, it } from 'vitest';
import { createKernel } from '../../src/create-kernel.ts';
import type { AllocatorName } from '../../src/allocators/free-forms.ts';
import type { Device } from '../../src/bus/bus-calls.ts';
import type { FaultPlan } from '../../src/faults/fault-plan.ts';
import type { ConsistentBuffer } from '../../src/allocators/consistent-buffer.ts';
import type { Kernel } from '../../src/kernel.ts';
import { GFP_KERNEL } from '../../src/machine/gfp.ts';
import { PAGE_SIZE } from '../../src/machine/page.ts';
import { VM_IO, VM_READ, VM_RESERVED, VM_SHARED, VM_WRITE, type Nopage } from '../../src/mmap/user-calls.ts';
import { rules } from '../../src/rules/index.ts';
import { platformOf } from '../../src/thread/cell.ts';

/** A driver's mistake and the same done rightly, each on a fresh machine. */
interface Case {
  readonly rule: string;
  readonly on: AllocatorName;
  readonly faults?: FaultPlan;
  wrong(kernel: Kernel): void;
  right(kernel: Kernel): void;
}

const SIZE = 3 * PAGE_SIZE;
const card: Device = { bus: 'pci', dmaMask: 0xffffffff };
const otherCard: Device = { bus: 'pci', dmaMask: 0xffffffff };
const flags = VM_READ | VM_WRITE | VM_SHARED;
const alloc = (kernel: Kernel, size = SIZE) => kernel.consistentAlloc(GFP_KERNEL, size);
const free = (kernel: Kernel, { vaddr, handle }: ConsistentBuffer, size = SIZE) =>
  kernel.consistentFree(vaddr, size, handle ?? 0);
const frame = (kernel: Kernel, { handle }: ConsistentBuffer, page = 0) =>
  kernel.virtToFrame(kernel.busToVirt(handle ?? 0)) + page;
const allPages = (kernel: Kernel, buffer: ConsistentBuffer, act: (frame: number) => void) => {
  for (let page = 0; page < SIZE / PAGE_SIZE; page++) act(frame(kernel, buffer, page));
};
const map = (kernel: Kernel, buffer: ConsistentBuffer, length = SIZE, vma = flags | VM_IO) => {
  const mm = kernel.createMm();
  const address = kernel.mmap(mm, length, vma);
  kernel.remapPageRange(mm, address, buffer.handle ?? 0, length);
  return { mm, address };
};
const nopage = (kernel: Kernel, vma: number, handler: Nopage) => {
  const mm = kernel.createMm();
  kernel.userAccess(mm, kernel.mmap(mm, PAGE_SIZE, vma, handler), true);
};

const cases: readonly Case[] = [
  {
    rule: 'R1',
    on: 'ppc-map1',
    wrong: (k) => (k.enterHardirq(), alloc(k)),
    right: (k) => alloc(k),
  },
  {
    rule: 'R2',
    on: 'ppc-map1',
    wrong: (k) => {
      const buffer = alloc(k);
      k.enterSoftirq();
      free(k, buffer);
    },
    right: (k) => free(k, alloc(k)),
  },
  {
    rule: 'R3',
    on: 'ppc-map1',
    wrong: (k) => (k.spinLock(1), alloc(k)),
    right: (k) => (k.spinLock(1), k.spinUnlock(1), alloc(k)),
  },
  {
    rule: 'R4',
    on: 'ppc-map1',
    wrong: (k) => (k.enterHardirq(), k.pciAllocConsistent(card, SIZE)),
    right: (k) => k.pciAllocConsistent(card, SIZE),
  },
  { rule: 'R6', on: 'ppc-map2', wrong: (k) => alloc(k, (2 << 20) + 1), right: (k) => alloc(k, 2 << 20) },
  {
    rule: 'R7',
    on: 'ppc-map1',
    wrong: (k) => (alloc(k), k.finish()),
    right: (k) => (free(k, alloc(k)), k.finish()),
  },
  {
    rule: 'R8',
    on: 'ppc-map1',
    wrong: (k) => k.consistentFree(alloc(k).vaddr + 64, SIZE, 0),
    right: (k) => free(k, alloc(k)),
  },
  {
    rule: 'R9',
    on: 'ppc-sized',
    wrong: (k) => free(k, alloc(k), 2 * PAGE_SIZE),
    right: (k) => free(k, alloc(k), 2 * PAGE_SIZE + 1),
  },
  {
    rule: 'R10',
    on: 'arm-3arg',
    wrong: (k) => {
      const { vaddr, handle } = alloc(k);
      k.consistentFree(vaddr, SIZE, (handle ?? 0) + PAGE_SIZE);
    },
    right: (k) => free(k, alloc(k)),
  },
  {
    rule: 'R11',
    on: 'ppc-sized',
    wrong: (k) => {
      const { vaddr, handle } = alloc(k);
      k.consistentFree(SIZE, vaddr, handle ?? 0);
    },
    right: (k) => free(k, alloc(k)),
  },
  {
    rule: 'R13',
    on: 'arm-3arg',
    wrong: (k) => k.consistentFree(0, SIZE, alloc(k).handle ?? 0),
    right: (k) => free(k, alloc(k)),
  },
  {
    rule: 'R14',
    on: 'ppc-map1',
    wrong: (k) => k.consistentFree(k.kmalloc(64, GFP_KERNEL), 64, 0),
    right: (k) => k.kfree(k.kmalloc(64, GFP_KERNEL)),
  },
  {
    rule: 'R15',
    on: 'ppc-map1',
    wrong: (k) => k.iounmap(alloc(k).vaddr),
    right: (k) => k.iounmap(k.ioremap(0x80000000, PAGE_SIZE)),
  },
  {
    rule: 'R16',
    on: 'ppc-map1',
    wrong: (k) => map(k, alloc(k)),
    right: (k) => {
      const buffer = alloc(k);
      allPages(k, buffer, (page) => k.setPageReserved(page));
      map(k, buffer);
    },
  },
  {
    rule: 'R17',
    on: 'ppc-map1',
    wrong: (k) => k.setPageReserved(k.virtToFrame(alloc(k).vaddr)),
    right: (k) => k.setPageReserved(frame(k, alloc(k))),
  },
  {
    rule: 'R18',
    on: 'ppc-map1',
    wrong: (k) => {
      const buffer = alloc(k);
      allPages(k, buffer, (page) => k.setPageReserved(page));
      free(k, buffer);
    },
    right: (k) => {
      const buffer = alloc(k);
      allPages(k, buffer, (page) => k.setPageReserved(page));
      allPages(k, buffer, (page) => k.clearPageReserved(page));
      free(k, buffer);
    },
  },
  {
    rule: 'R19',
    on: 'ppc-map1',
    wrong: (k) => {
      const buffer = alloc(k);
      allPages(k, buffer, (page) => k.setPageReserved(page));
      map(k, buffer);
      allPages(k, buffer, (page) => k.clearPageReserved(page));
    },
    right: (k) => {
      const buffer = alloc(k);
      allPages(k, buffer, (page) => k.setPageReserved(page));
      const { mm, address } = map(k, buffer);
      k.munmap(mm, address, SIZE);
      allPages(k, buffer, (page) => k.clearPageReserved(page));
    },
  },
  {
    rule: 'R20',
    on: 'ppc-sized',
    wrong: (k) => {
      const buffer = alloc(k);
      map(k, buffer);
      free(k, buffer);
    },
    right: (k) => {
      const buffer = alloc(k);
      const { mm, address } = map(k, buffer);
      k.munmap(mm, address, SIZE);
      free(k, buffer);
    },
  },
  {
    rule: 'R21',
    on: 'ppc-sized',
    wrong: (k) => k.setPageReserved(frame(k, alloc(k))),
    right: (k) => map(k, alloc(k)),
  },
  {
    rule: 'R22',
    on: 'ppc-map2',
    wrong: (k) => k.setPageReserved(frame(k, alloc(k), 3)),
    right: (k) => k.setPageReserved(frame(k, alloc(k), 2)),
  },
  {
    rule: 'R23',
    on: 'ppc-map1',
    wrong: (k) => {
      const page = frame(k, alloc(k));
      nopage(k, flags | VM_RESERVED, () => page);
    },
    right: (k) => {
      const page = frame(k, alloc(k));
      nopage(k, flags | VM_RESERVED, () => (k.getPage(page), page));
    },
  },
  {
    rule: 'R24',
    on: 'ppc-sized',
    wrong: (k) => {
      const { mm, address } = map(k, alloc(k), SIZE, flags);
      k.getUserPages(mm, address, 1);
    },
    right: (k) => {
      const { mm, address } = map(k, alloc(k));
      k.getUserPages(mm, address, 1);
    },
  },
  { rule: 'R25', on: 'ppc-sized', wrong: (k) => map(k, alloc(k), SIZE + PAGE_SIZE), right: (k) => map(k, alloc(k)) },
  {
    rule: 'R26',
    on: 'ppc-sized',
    wrong: (k) => {
      const buffer = alloc(k);
      free(k, buffer);
      k.deviceWrite(buffer.handle ?? 0, new Uint8Array(4));
    },
    right: (k) => {
      const buffer = alloc(k);
      k.deviceWrite(buffer.handle ?? 0, new Uint8Array(4));
      free(k, buffer);
    },
  },
  {
    rule: 'R27',
    on: 'ppc-map1',
    wrong: (k) => k.virtToBus(alloc(k).vaddr),
    right: (k) => k.virtToBus(k.kmalloc(64, GFP_KERNEL)),
  },
  {
    rule: 'R31',
    on: 'plain-pages',
    wrong: (k) => {
      const pool = k.pciPoolCreate(card, 64, 64, 0, GFP_KERNEL);
      k.pciPoolAlloc(pool, GFP_KERNEL);
      k.pciPoolDestroy(pool);
    },
    right: (k) => {
      const pool = k.pciPoolCreate(card, 64, 64, 0, GFP_KERNEL);
      const { vaddr, handle } = k.pciPoolAlloc(pool, GFP_KERNEL);
      k.pciPoolFree(pool, vaddr, handle ?? 0);
      k.pciPoolDestroy(pool);
    },
  },
  {
    rule: 'D1',
    on: 'ppc-sized',
    wrong: (k) => free(k, alloc(k), SIZE - 1),
    right: (k) => free(k, alloc(k)),
  },
  {
    rule: 'D2',
    on: 'ppc-sized',
    wrong: (k) => free(k, k.pciAllocConsistent(card, SIZE)),
    right: (k) => {
      const { vaddr, handle } = k.pciAllocConsistent(card, SIZE);
      k.pciFreeConsistent(card, SIZE, vaddr, handle ?? 0);
    },
  },
  {
    rule: 'D3',
    on: 'plain-pages',
    wrong: (k) => {
      const { vaddr, handle } = k.dmaAllocCoherent(card, SIZE, GFP_KERNEL);
      k.dmaFreeCoherent(otherCard, SIZE, vaddr, handle ?? 0);
    },
    right: (k) => {
      const { vaddr, handle } = k.dmaAllocCoherent(card, SIZE, GFP_KERNEL);
      k.dmaFreeCoherent(card, SIZE, vaddr, handle ?? 0);
    },
  },
  {
    rule: 'K1',
    on: 'ppc-map1',
    wrong: (k) => (k.localIrqDisable(), k.mightSleep('schedule')),
    right: (k) => k.mightSleep('schedule'),
  },
  {
    rule: 'K2',
    on: 'ppc-map1',
    wrong: (k) => (k.spinLock(1), k.spinLock(1)),
    right: (k) => (k.spinLock(1), k.spinLock(2)),
  },
  {
    rule: 'K3',
    on: 'ppc-map1',
    wrong: (k) => (k.kmalloc(64, GFP_KERNEL), k.finish()),
    right: (k) => (k.kfree(k.kmalloc(64, GFP_KERNEL)), k.finish()),
  },
  {
    rule: 'K4',
    on: 'ppc-map1',
    wrong: (k) => k.kfree(k.getFreePages(GFP_KERNEL, 0)),
    right: (k) => k.freePages(k.getFreePages(GFP_KERNEL, 0), 0),
  },
  {
    rule: 'K5',
    on: 'ppc-map1',
    wrong: (k) => (k.getFreePages(GFP_KERNEL, 1), k.finish()),
    right: (k) => (k.freePages(k.getFreePages(GFP_KERNEL, 1), 1), k.finish()),
  },
  {
    rule: 'K6',
    on: 'ppc-map1',
    wrong: (k) => (k.vmalloc(PAGE_SIZE), k.finish()),
    right: (k) => (k.vfree(k.vmalloc(PAGE_SIZE)), k.finish()),
  },
  {
    rule: 'K7',
    on: 'ppc-map1',
    wrong: (k) => (k.requestIrq(5, 1), k.finish()),
    right: (k) => (k.requestIrq(5, 1), k.freeIrq(5, 1), k.finish()),
  },
  {
    rule: 'K8',
    on: 'ppc-map1',
    wrong: (k) => (k.spinLock(1), k.finish()),
    right: (k) => (k.spinLock(1), k.spinUnlock(1), k.finish()),
  },
  {
    rule: 'K9',
    on: 'ppc-map1',
    wrong: (k) => k.spinUnlock(1),
    right: (k) => (k.spinLock(1), k.spinUnlock(1)),
  },
  {
    rule: 'K10',
    on: 'ppc-map1',
    wrong: (k) => k.cpuRead(alloc(k).vaddr + SIZE, 4),
    right: (k) => k.cpuRead(alloc(k).vaddr, 4),
  },
  { rule: 'K11', on: 'ppc-map1', wrong: (k) => k.bug('ring'), right: (k) => alloc(k) },
  {
    rule: 'K12',
    on: 'ppc-map1',
    wrong: (k) => k.putPage(k.virtToFrame(k.getFreePages(GFP_KERNEL, 1)) + 1),
    right: (k) => k.putPage(k.virtToFrame(k.getFreePages(GFP_KERNEL, 0))),
  },
  {
    rule: 'K13',
    on: 'ppc-map1',
    wrong: (k) => {
      const buffer = alloc(k);
      k.getPage(frame(k, buffer));
      free(k, buffer);
      k.finish();
    },
    right: (k) => {
      const buffer = alloc(k);
      k.getPage(frame(k, buffer));
      k.putPage(frame(k, buffer));
      free(k, buffer);
      k.finish();
    },
  },
  {
    rule: 'K14',
    on: 'ppc-sized',
    wrong: (k) => {
      const buffer = alloc(k);
      const { mm, address } = map(k, buffer);
      k.remapPageRange(mm, address, buffer.handle ?? 0, PAGE_SIZE);
    },
    right: (k) => map(k, alloc(k)),
  },
  {
    rule: 'F2',
    on: 'ppc-map1',
    faults: [{ kind: 'page-block', nth: 0 }],
    wrong: (k) => alloc(k),
    right: (k) => (k.getFreePages(GFP_KERNEL, 0), alloc(k)),
  },
  {
    rule: 'F4',
    on: 'ppc-map1',
    faults: [{ kind: 'pte-page', nth: 0 }],
    wrong: (k) => alloc(k),
    right: (k) => (k.ioremap(0x80000000, PAGE_SIZE), alloc(k)),
  },
  { rule: 'F5', on: 'ppc-map1', wrong: (k) => alloc(k), right: (k) => alloc(k, 4 * PAGE_SIZE) },
  {
    rule: 'F6',
    on: 'ppc-map0',
    wrong: (k) => free(k, alloc(k)),
    right: (k) => free(k, alloc(k, PAGE_SIZE), PAGE_SIZE),
  },
  {
    rule: 'F7',
    on: 'ppc-remark',
    faults: [{ kind: 'pte-lookup', nth: SIZE / PAGE_SIZE }],
    wrong: (k) => free(k, alloc(k)),
    right: (k) => alloc(k),
  },
];

/** What the model cannot see, for want of the driver's source or memory: these are for the verifier and the audit. */
const seenElsewhere = [
  ...['R5', 'R12', 'R28', 'R29', 'R30', 'R32'],
  ...rules.map(({ id }) => id).filter((id) => id.startsWith('S')),
];

function broken(test: Case, act: (kernel: Kernel) => void): string[] {
  const kernel = createKernel({
    platform: platformOf(test.on),
    allocator: test.on,
    faults: test.faults ?? [],
  });
  act(kernel);
  return kernel.findings.map(({ rule }) => rule);
}

describe('the rules, run', () => {
  it.each(cases)('$rule is named when it is broken on $on, and not when it is kept', (test) => {
    expect(broken(test, test.wrong)).toContain(test.rule);
    expect(broken(test, test.right)).not.toContain(test.rule);
  });

  it('are each tried here, but for those that the model cannot see', () => {
    expect(new Set([...cases.map(({ rule }) => rule), ...seenElsewhere])).toEqual(new Set(rules.map(({ id }) => id)));
    expect(cases.filter(({ rule }) => seenElsewhere.includes(rule))).toEqual([]);
  });
});
