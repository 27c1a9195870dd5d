import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allocators,
  createKernel,
  GFP_ATOMIC,
  GFP_KERNEL,
  VM_IO,
  VM_READ,
  VM_RESERVED,
  VM_SHARED,
  VM_WRITE,
  type AllocatorName,
  type Kernel,
  type VfreeForm,
} from '@freehandle/model';
import { platformOf } from './platform-of.ts';
import { expectCounts, expectDrains, expectInverseMaps, expectSoundMachine, type KnownRange } from './invariants.ts';

const RAM = 4 * 2 ** 20;
const names = Object.keys(allocators) as AllocatorName[];

interface Buffer {
  readonly vaddr: number;
  readonly size: number;
  readonly handle: number;
}

const size = fc.oneof(
  fc.integer({ min: 1, max: 20 * 4096 }),
  fc.constantFrom(1, 4096, 12288, 150 * 4096, 480 * 4096, 2 ** 21),
);

/** What a driver that makes no mistake does: one operation, chosen by numbers so that it fits any state. */
const goodOperation = fc.record({
  what: fc.constantFrom('alloc', 'alloc', 'free', 'free', 'kmalloc', 'kfree', 'pages', 'freePages', 'vmalloc', 'vfree'),
  size,
  pick: fc.nat(),
});

test.each(names.flatMap((name) => (['walk', 'array'] as const).map((vfree) => [name, vfree] as const)))(
  '%s, vfree %s: a driver without mistakes finds every frame accounted for after each operation',
  (allocator, vfree: VfreeForm) => {
    fc.assert(
      fc.property(
        fc.array(goodOperation, { maxLength: 25 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 4 }),
        (operations, faults) => {
          const kernel = createKernel({
            platform: platformOf(allocator),
            allocator,
            vfree,
            ramBytes: RAM,
            faults: faults.map((index) => ({ index })),
          });
          const held = {
            buffers: [] as Buffer[],
            objects: [] as number[],
            pages: [] as Buffer[],
            areas: [] as number[],
          };
          for (const operation of operations) {
            runGood(kernel, operation, held);
            if (kernel.oops !== null) break;
            expectSoundMachine(kernel);
            expectInverseMaps(kernel);
          }
          if (kernel.oops === null) expectDrains(kernel);
          expect(kernel.findings.filter(({ blame, rule }) => blame === 'driver' && rule !== 'R6')).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  },
);

function runGood(
  kernel: Kernel,
  { what, size: bytes, pick }: { what: string; size: number; pick: number },
  held: { buffers: Buffer[]; objects: number[]; pages: Buffer[]; areas: number[] },
): void {
  const take = <Item>(items: Item[]): Item | undefined => items.splice(pick % Math.max(1, items.length), 1)[0];
  switch (what) {
    case 'alloc': {
      const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, bytes);
      if (vaddr !== 0) held.buffers.push({ vaddr, size: bytes, handle });
      return;
    }
    case 'free': {
      const buffer = take(held.buffers);
      if (buffer !== undefined) kernel.consistentFree(buffer.vaddr, buffer.size, buffer.handle);
      return;
    }
    case 'kmalloc': {
      const address = kernel.kmalloc(bytes, GFP_ATOMIC);
      if (address !== 0) held.objects.push(address);
      return;
    }
    case 'kfree':
      kernel.kfree(take(held.objects) ?? 0);
      return;
    case 'pages': {
      const vaddr = kernel.getFreePages(GFP_KERNEL, pick % 6);
      if (vaddr !== 0) held.pages.push({ vaddr, size: pick % 6, handle: 0 });
      return;
    }
    case 'freePages': {
      const block = take(held.pages);
      if (block !== undefined) kernel.freePages(block.vaddr, block.size);
      return;
    }
    case 'vmalloc': {
      const address = kernel.vmalloc(Math.min(bytes, 65536));
      if (address !== 0) held.areas.push(address);
      return;
    }
    case 'vfree':
      kernel.vfree(take(held.areas) ?? 0);
  }
}

test('live buffers have count 1 on every page, whatever came and went before', () => {
  const splitting = ['ppc-map1', 'ppc-map2', 'ppc-sized', 'arm-3arg', 'ppc-region'] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...splitting),
      fc.array(fc.tuple(size, fc.nat()), { maxLength: 20 }),
      (allocator, steps) => {
        const kernel = createKernel({ platform: platformOf(allocator), allocator, ramBytes: RAM });
        const held: Buffer[] = [];
        for (const [bytes, pick] of steps) {
          if (bytes > 100 * 4096) {
            const buffer = held.splice(pick % Math.max(1, held.length), 1)[0];
            if (buffer !== undefined) kernel.consistentFree(buffer.vaddr, buffer.size, buffer.handle);
          } else {
            const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, bytes);
            if (vaddr !== 0) held.push({ vaddr, size: bytes, handle });
          }
          if (kernel.oops !== null) return;
          const references = new Map<number, number>();
          for (const buffer of held) {
            const first = kernel.virtToFrame(kernel.busToVirt(buffer.handle));
            for (let page = 0; page * 4096 < buffer.size; page++) references.set(first + page, 1);
          }
          expectCounts(kernel, references);
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** Anything a C caller can do, right or wrong. Addresses are taken from what is or was held, or are garbage. */
const anyOperation = fc.record({
  what: fc.nat({ max: 24 }),
  size: fc.oneof(size, fc.constantFrom(0, 2 ** 32 - 1, 2 ** 31)),
  pick: fc.nat(),
  shift: fc.constantFrom(0, 0, 0, 16, 4096, 8192),
  garbage: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

test('no sequence of right and wrong calls breaks the machine, and what stops it is named', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.array(anyOperation, { maxLength: 30 }), (allocator, operations) => {
      const kernel = createKernel({ platform: platformOf(allocator), allocator, ramBytes: RAM });
      const mm = kernel.createMm();
      const known: Buffer[] = [{ vaddr: 0, size: 4096, handle: 0 }];
      const ranges: KnownRange[] = [{ mm, start: 0x40000000, end: 0x40400000 }];
      for (const operation of operations) {
        runAny(kernel, mm, known, operation);
        expectSoundMachine(kernel, ranges);
        if (kernel.oops === null) continue;
        expect(kernel.findings.map(({ rule }) => rule)).toContain(kernel.oops.rule);
        return;
      }
      expectDrains(kernel);
    }),
    { numRuns: 200 },
  );
});

function runAny(
  kernel: Kernel,
  mm: number,
  known: Buffer[],
  op: { what: number; size: number; pick: number; shift: number; garbage: number },
): void {
  const target = known[op.pick % known.length] ?? { vaddr: 0, size: 0, handle: 0 };
  const vaddr = op.pick % 7 === 0 ? op.garbage : (target.vaddr + op.shift) >>> 0;
  const frame = kernel.virtToFrame(kernel.busToVirt(target.handle)) + Math.floor(op.shift / 4096);
  const whole = Math.floor(Math.abs(frame)) % kernel.frameCount;
  const flags = VM_READ | VM_WRITE | VM_SHARED | (op.pick % 2 === 0 ? VM_IO : VM_RESERVED);
  const keep = (address: number, size: number, handle = 0): void => {
    if (address !== 0) known.push({ vaddr: address, size, handle });
  };
  const calls: (() => void)[] = [
    () => {
      const buffer = kernel.consistentAlloc(GFP_KERNEL, op.size);
      keep(buffer.vaddr, op.size, buffer.handle);
    },
    () => kernel.consistentFree(vaddr, target.size, target.handle),
    () => kernel.consistentFree(target.vaddr, op.size, (target.handle + op.shift) >>> 0),
    () => keep(kernel.kmalloc(op.size % 200000, GFP_ATOMIC), op.size),
    () => kernel.kfree(vaddr),
    () => keep(kernel.getFreePages(GFP_KERNEL, op.pick % 12), op.pick % 12),
    () => kernel.freePages(vaddr, op.pick % 5),
    () => keep(kernel.vmalloc(op.size % 100000), op.size),
    () => kernel.vfree(vaddr),
    () => keep(kernel.ioremap(0x80000000 + op.shift, op.size % 100000), op.size),
    () => kernel.iounmap(vaddr),
    () => kernel.setPageReserved(frame),
    () => kernel.clearPageReserved(frame),
    () => kernel.getPage(whole),
    () => kernel.putPage(whole),
    () => void kernel.mmap(mm, Math.max(1, op.size % 70000), flags),
    () =>
      void kernel.remapPageRange(mm, 0x40000000 + op.shift, kernel.virtToPhys(kernel.busToVirt(target.handle)), 8192),
    () => void kernel.userAccess(mm, 0x40000000 + (op.pick % 16) * 4096, op.pick % 2 === 0),
    () => kernel.munmap(mm, 0x40000000 + op.shift, op.size % 70000),
    () => void kernel.swapOut(mm),
    () => {
      const got = kernel.getUserPages(mm, 0x40000000, 2);
      if (typeof got !== 'number') kernel.releaseUserPages(got);
    },
    () => (op.pick % 2 === 0 ? kernel.enterHardirq() : kernel.exitHardirq()),
    () => (op.pick % 2 === 0 ? kernel.spinLock(1) : kernel.spinUnlock(1)),
    () => {
      const buffer = kernel.pciAllocConsistent(null, op.size);
      keep(buffer.vaddr, op.size, buffer.handle);
    },
    () => kernel.pciFreeConsistent(null, target.size, vaddr, target.handle),
  ];
  calls[op.what]?.();
}
