import { expect, test } from 'vitest';
import { createKernel, GFP_ATOMIC, GFP_KERNEL, type Device, type Kernel } from '@freehandle/model';

const card: Device = { bus: 'pci', dmaMask: 0xffffffff };
const isa: Device = { bus: 'pci', dmaMask: 0xffffff };
const soc: Device = { bus: 'native', dmaMask: 0xffffffff };

test('pci_alloc_consistent in an interrupt works where DMA is coherent and stops the machine elsewhere', () => {
  for (const [platform, allocator, rule] of [
    ['i386', 'plain-pages', undefined],
    ['ibm405lp', 'ppc-map1', 'R4'],
    ['sa1100', 'arm-3arg', 'R4'],
    ['ibm405lp', 'ppc-region', undefined],
  ] as const) {
    const kernel = createKernel({ platform, allocator });
    kernel.enterHardirq();
    expect(kernel.pciAllocConsistent(card, 4096).vaddr !== 0, allocator).toBe(rule === undefined);
    expect(kernel.oops?.rule, allocator).toBe(rule);
    expect(kernel.oops?.blame, allocator).toBe(rule === undefined ? undefined : 'allocator');
  }
});

test('GFP_ATOMIC reaches only the block: the vm area and the page table are asked for with GFP_KERNEL', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  kernel.pciAllocConsistent(card, 4096);
  expect(kernel.steps.map(({ kind, gfp }) => [kind, gfp])).toEqual([
    ['page-block', GFP_ATOMIC],
    ['vm-area', GFP_KERNEL],
    ['pte-page', GFP_KERNEL],
  ]);
  const passed = createKernel({ platform: 'ibm405lp', allocator: 'ppc-gfp' });
  passed.pciAllocConsistent(card, 4096);
  expect(passed.steps.every(({ gfp }) => gfp === GFP_ATOMIC)).toBe(true);
});

test('a device with 24 address lines gets memory below 16 MiB on a PC', () => {
  const kernel = createKernel({ platform: 'i386', allocator: 'plain-pages' });
  expect(kernel.pciAllocConsistent(isa, 4096).handle).toBeLessThan(16 * 2 ** 20);
  expect(kernel.pciAllocConsistent(card, 4096).handle).toBeGreaterThan(16 * 2 ** 20);
  expect(kernel.pciAllocConsistent(null, 4096).handle).toBeLessThan(16 * 2 ** 20);
});

test('frees of another family or device are findings of dma-debug', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const a = kernel.pciAllocConsistent(card, 4096);
  kernel.consistentFree(a.vaddr);
  const b = kernel.pciAllocConsistent(card, 4096);
  kernel.pciFreeConsistent(isa, 4096, b.vaddr, b.handle ?? 0);
  const c = kernel.dmaAllocCoherent(soc, 4096, GFP_KERNEL);
  kernel.dmaFreeCoherent(soc, 8192, c.vaddr, c.handle ?? 0);
  expect(kernel.findings.map(({ rule }) => rule)).toEqual(['D2', 'D3', 'R9']);
});

test('dma_alloc_coherent goes by the bus of its device', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map2' });
  kernel.dmaAllocCoherent(card, 4096, GFP_KERNEL);
  kernel.dmaAllocCoherent(soc, 4096, GFP_KERNEL);
  expect(kernel.steps.filter(({ kind }) => kind === 'page-block').map(({ gfp }) => gfp)).toEqual([
    GFP_ATOMIC,
    GFP_KERNEL,
  ]);
});

test('a pool deals blocks out of one page, takes them back and gives the page back when it is destroyed', () => {
  const kernel = createKernel({ platform: 'i386', allocator: 'plain-pages' });
  const before = kernel.nrFreePages;
  const pool = kernel.pciPoolCreate(card, 60, 64, 0, GFP_KERNEL);
  const blocks = Array.from({ length: 64 }, () => kernel.pciPoolAlloc(pool, GFP_ATOMIC));
  expect(new Set(blocks.map(({ vaddr }) => vaddr)).size).toBe(64);
  expect(blocks.every(({ vaddr, handle = 0 }) => vaddr % 64 === 0 && kernel.virtToBus(vaddr) === handle)).toBe(true);
  expect(kernel.nrFreePages).toBe(before - 1);
  for (const { vaddr, handle = 0 } of blocks) kernel.pciPoolFree(pool, vaddr, handle);
  kernel.pciPoolDestroy(pool);
  expect(kernel.nrFreePages).toBe(before);
  expect(kernel.finish()).toEqual([]);
});

test('a pool destroyed with a block in use leaks that page, and wrong frees into a pool are found', () => {
  const kernel = createKernel({ platform: 'i386', allocator: 'plain-pages' });
  const pool = kernel.pciPoolCreate(card, 64, 0, 0, GFP_KERNEL);
  const a = kernel.pciPoolAlloc(pool, GFP_ATOMIC);
  const b = kernel.pciPoolAlloc(pool, GFP_ATOMIC);
  kernel.pciPoolAlloc(pool, GFP_ATOMIC);
  kernel.pciPoolFree(pool, a.vaddr, a.handle ?? 0);
  kernel.pciPoolFree(pool, a.vaddr, a.handle ?? 0);
  kernel.pciPoolFree(pool, b.vaddr + 1, b.handle ?? 0);
  kernel.pciPoolFree(pool, 0x1000, 0);
  kernel.pciPoolDestroy(pool);
  expect(kernel.findings.map(({ rule }) => rule)).toEqual(['R7', 'K4', 'K4', 'R31']);
  expect(kernel.finish().map(({ rule }) => rule)).toEqual(['R7', 'K4', 'K4', 'R31', 'R7']);
});

test('pci_pool_alloc holds its lock with interrupts off, so a remapping allocator below it sleeps in atomic context', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const pool = kernel.pciPoolCreate(card, 64, 0, 0, GFP_KERNEL);
  expect(kernel.pciPoolAlloc(pool, GFP_KERNEL).vaddr).not.toBe(0);
  expect(kernel.findings.map(({ rule }) => rule)).toEqual(['R3']);
  expect(kernel.irqsDisabled()).toBe(false);
});

test('a failing pool allocation says NULL and leaves nothing behind', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map2' });
  const pool = kernel.pciPoolCreate(card, 64, 0, 0, GFP_KERNEL);
  const before = kernel.accounting();
  for (const kind of ['kmalloc', 'page-block', 'vm-area', 'pte-page']) {
    kernel.planFaults([{ kind, nth: kernel.steps.filter((step) => step.kind === kind).length }]);
    expect(kernel.pciPoolAlloc(pool, GFP_ATOMIC).vaddr, kind).toBe(0);
    expect(kernel.unfiredFaults, kind).toEqual([]);
    expect(kernel.accounting(), kind).toEqual(before);
  }
});

test('asking in atomic context is the right of who calls pci_alloc_consistent or a pool, and of dma_alloc_coherent with GFP_ATOMIC', () => {
  const asks: [string, (kernel: Kernel) => unknown][] = [
    ['pci_alloc_consistent', (kernel) => kernel.pciAllocConsistent(card, 4096)],
    ['pci_pool_alloc', (kernel) => kernel.pciPoolAlloc(1, GFP_ATOMIC)],
    ['dma_alloc_coherent', (kernel) => kernel.dmaAllocCoherent(soc, 4096, GFP_ATOMIC)],
  ];
  for (const [call, ask] of asks) {
    for (const [enter, rule] of [
      ['enterHardirq', 'R4'],
      ['localIrqDisable', 'R3'],
    ] as const) {
      const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
      kernel.pciPoolCreate(card, 64, 0, 0, GFP_KERNEL);
      kernel[enter]();
      ask(kernel);
      expect(
        kernel.findings.map((finding) => [finding.rule, finding.blame]),
        call,
      ).toEqual([[rule, 'allocator']]);
      expect(kernel.findings[0]?.message).toContain(`${call} `);
      expect(kernel.oops?.blame, call).toBe(rule === 'R4' ? 'allocator' : undefined);
    }
  }
});

test('asking for memory that may wait, in atomic context, is the mistake of the driver', () => {
  const asks: [(kernel: Kernel) => unknown, string[]][] = [
    [(kernel) => kernel.pciPoolAlloc(1, GFP_KERNEL), ['K1']],
    [(kernel) => kernel.dmaAllocCoherent(soc, 4096, GFP_KERNEL), ['K1']],
    [(kernel) => kernel.consistentAlloc(GFP_KERNEL, 4096), ['K1']],
    [(kernel) => kernel.consistentAlloc(GFP_ATOMIC, 4096), []],
    [(kernel) => kernel.pciAllocConsistent(card, 4096), []],
  ];
  for (const [platform, allocator] of [
    ['i386', 'plain-pages'],
    ['ibm405lp', 'ppc-region'],
  ] as const) {
    for (const [ask, rules] of asks) {
      const kernel = createKernel({ platform, allocator });
      kernel.pciPoolCreate(card, 64, 0, 0, GFP_KERNEL);
      kernel.spinLock(1);
      ask(kernel);
      expect(
        kernel.findings.map(({ rule }) => rule),
        `${allocator}: ${ask}`,
      ).toEqual(rules);
      expect(kernel.findings.every(({ blame }) => blame === 'driver')).toBe(true);
    }
  }
});

test('pci_pool_create rounds a size up as the kernel does, one step too far when it is one short of a multiple', () => {
  for (const [size, align, step] of [
    [60, 64, 64],
    [65, 64, 128],
    [62, 32, 64],
    [63, 32, 96],
    [63, 0, 63],
  ] as const) {
    const kernel = createKernel({ platform: 'i386', allocator: 'plain-pages' });
    const pool = kernel.pciPoolCreate(card, size, align, 0, GFP_KERNEL);
    const first = kernel.pciPoolAlloc(pool, GFP_ATOMIC);
    expect(kernel.pciPoolAlloc(pool, GFP_ATOMIC).vaddr - first.vaddr, `${size} by ${align}`).toBe(step);
  }
  const kernel = createKernel({ platform: 'i386', allocator: 'plain-pages' });
  expect(kernel.pciPoolCreate(card, 0xfffffff0, 64, 0, GFP_KERNEL), 'a size that wraps to 0').toBe(0);
});

test('a pool takes a block back by its handle, whatever the address', () => {
  const kernel = createKernel({ platform: 'i386', allocator: 'plain-pages' });
  const pool = kernel.pciPoolCreate(card, 64, 0, 0, GFP_KERNEL);
  const a = kernel.pciPoolAlloc(pool, GFP_ATOMIC);
  const b = kernel.pciPoolAlloc(pool, GFP_ATOMIC);
  kernel.pciPoolFree(pool, b.vaddr, a.handle ?? 0);
  expect(kernel.findings.map(({ rule }) => rule)).toEqual(['K4']);
  expect(kernel.pciPoolAlloc(pool, GFP_ATOMIC)).toEqual(a);
});

test('the bitmap of a pool page is part of what kmalloc is asked for', () => {
  for (const [size, bytes] of [
    [64, 16 + 8],
    [1, 16 + 512],
    [4096, 16 + 4],
  ] as const) {
    const kernel = createKernel({ platform: 'i386', allocator: 'plain-pages' });
    kernel.pciPoolAlloc(kernel.pciPoolCreate(card, size, 0, 0, GFP_KERNEL), GFP_ATOMIC);
    expect(kernel.steps.filter(({ kind }) => kind === 'kmalloc').map((step) => step.bytes)).toEqual([68, bytes]);
  }
});

test('the region allocator of ARM refuses a device that cannot address what GFP_DMA may give', () => {
  for (const [dmaMask, served] of [
    [0xffffffff, true],
    [0xffffff, false],
    [0, false],
  ] as const) {
    const kernel = createKernel({ platform: 'sa1100', allocator: 'arm-region' });
    const before = kernel.accounting();
    const buffer = kernel.dmaAllocCoherent({ bus: 'native', dmaMask }, 4096, GFP_KERNEL);
    expect(buffer.vaddr !== 0).toBe(served);
    if (!served) expect([buffer.handle, kernel.accounting()]).toEqual([0xffffffff, before]);
    const other = createKernel({ platform: 'ibm405lp', allocator: 'ppc-region' });
    expect(other.dmaAllocCoherent({ bus: 'native', dmaMask }, 4096, GFP_KERNEL).vaddr).not.toBe(0);
  }
});
