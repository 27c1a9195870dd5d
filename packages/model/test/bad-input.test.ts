import { describe, expect, test } from 'vitest';
import { allocators, createKernel, GFP_KERNEL, ModelError, type AllocatorName, type Kernel } from '@freehandle/model';
import { platformOf } from './platform-of.ts';
import { expectSoundMachine } from './invariants.ts';

const notC = [
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 32,
  ...(['12', 5n, Symbol('size')] as unknown as number[]),
];
const names = Object.keys(allocators) as AllocatorName[];

const kernelOf = (allocator: AllocatorName = 'ppc-map1'): Kernel =>
  createKernel({ platform: platformOf(allocator), allocator });
const rules = (kernel: Kernel): string[] => kernel.findings.map(({ rule }) => rule);

describe('what a C caller cannot pass is a ModelError that names the argument', () => {
  test.each(notC)('%s', (value) => {
    const kernel = kernelOf('ppc-sized');
    const calls: Record<string, () => unknown> = {
      size: () => kernel.consistentAlloc(GFP_KERNEL, value),
      gfp: () => kernel.consistentAlloc(value, 4096),
      vaddr: () => {
        kernel.consistentFree(value, 4096, 0);
      },
      handle: () => {
        kernel.consistentFree(0, 4096, value);
      },
      order: () => kernel.getFreePages(GFP_KERNEL, value),
      address: () => {
        kernel.kfree(value);
      },
      phys: () => kernel.ioremap(value, 4096),
      irq: () => kernel.requestIrq(value, 0),
      lock: () => {
        kernel.spinLock(value);
      },
      frame: () => kernel.frame(value),
    };
    for (const [argument, call] of Object.entries(calls)) {
      expect(call, argument).toThrow(ModelError);
      expect(call, argument).toThrow(argument);
    }
    expect(kernel.trace).toEqual([]);
  });

  test('a kernel that cannot be is refused with what can be', () => {
    const base = { platform: 'ibm405lp', allocator: 'ppc-map1' } as const;
    expect(() => createKernel({ ...base, platform: 'vax' as 'i386' })).toThrow('platform must be one of ibm405lp');
    expect(() => createKernel({ ...base, allocator: 'toString' as 'ppc-map1' })).toThrow('allocator must be one of');
    expect(() => createKernel({ ...base, vfree: 'both' as 'walk' })).toThrow('vfree must be one of walk, array');
    expect(() => createKernel({ ...base, ramBytes: 5000 })).toThrow('multiple of 2 MiB');
    expect(() => createKernel({ ...base, ramBytes: 0 })).toThrow('multiple of 2 MiB');
    expect(() => createKernel({ ...base, traceLimit: -1 })).toThrow('traceLimit');
    expect(() => createKernel({ ...base, faults: [{ kind: 'kmalloc', nth: -1 }] })).toThrow('numbered from 0');
  });

  test('a snapshot, an address space or a pool of nobody is refused', () => {
    const kernel = kernelOf();
    const other = kernelOf();
    other.snapshot();
    expect(() => {
      kernel.restore({ id: 1 });
    }).toThrow(ModelError);
    expect(() => kernel.mmap(7, 4096, 3)).toThrow('no address space');
    expect(() => kernel.pciPoolAlloc(1, GFP_KERNEL)).toThrow('no pool');
    expect(() => {
      kernel.releaseUserPages([3]);
    }).toThrow('not held');
  });
});

describe('what a JavaScript caller can pass and TypeScript would not is a ModelError', () => {
  const nobody = undefined as never;
  const text = 'no' as never;
  const device = { bus: 'pci', dmaMask: 0xffffffff } as const;
  const misuses: Record<string, (kernel: Kernel) => unknown> = {
    'a fraction as a frame to reserve': (kernel) => kernel.setPageReserved(1.5),
    'a frame to unreserve that is no number': (kernel) => kernel.clearPageReserved(Number.NaN),
    'a frame that is none for frameToVirt': (kernel) => kernel.frameToVirt(Number.NaN),
    'no device': (kernel) => kernel.pciAllocConsistent(nobody, 4096),
    'no device for dma_alloc_coherent': (kernel) => kernel.dmaAllocCoherent(null as never, 4096, GFP_KERNEL),
    'a bus that is none': (kernel) => kernel.dmaAllocCoherent({ ...device, bus: text }, 4096, GFP_KERNEL),
    'a mask that is no number': (kernel) => kernel.pciAllocConsistent({ ...device, dmaMask: Number.NaN }, 4096),
    'a free for no device': (kernel) => kernel.pciFreeConsistent(text, 4096, 0, 0),
    'a pool for no device': (kernel) => kernel.pciPoolCreate(nobody, 64, 0, 0, GFP_KERNEL),
    'a pool of more blocks than the model keeps': (kernel) => kernel.pciPoolCreate(null, 1, 0, 2 ** 31, GFP_KERNEL),
    'frames that are no list': (kernel) => kernel.releaseUserPages(nobody),
    'bytes that are none': (kernel) => kernel.cpuWrite(0xc0800000, text),
    'bytes of a device that are none': (kernel) => kernel.deviceWrite(0x800000, nobody),
    'a plan that is no list': (kernel) => kernel.planFaults(nobody),
    'a fault that names nothing': (kernel) => kernel.planFaults([{} as never]),
    'a fault of no kind': (kernel) => kernel.planFaults([{ kind: 5 as never, nth: 0 }]),
    'a predicate that is none': (kernel) => kernel.planFaults([{ name: 'x', when: text }]),
    'no snapshot to restore': (kernel) => kernel.restore(nobody),
    'no snapshot to discard': (kernel) => kernel.discard(null as never),
    'a lock the kernel does not have': (kernel) => kernel.interruptWhile(text, () => undefined),
    'no interrupt handler': (kernel) => kernel.interruptWhile('vmlist_lock', nobody),
    'a nopage handler that is none': (kernel) => kernel.mmap(kernel.createMm(), 4096, 3, text),
    'a step without a name': (kernel) => kernel.fallible(nobody),
    'a sleeping call without a name': (kernel) => kernel.mightSleep(nobody),
    'a BUG without a message': (kernel) => kernel.bug(nobody),
    'a place that is none': (kernel) => kernel.at(nobody),
  };
  test.each(Object.keys(misuses))('%s', (misuse) => {
    const kernel = kernelOf();
    expect(() => misuses[misuse]?.(kernel)).toThrow(ModelError);
    const calls = kernel.trace.length;
    kernel.kfree(0);
    expect(kernel.trace.length, 'the next call is recorded').toBe(calls + 1);
    expect(kernel.oops).toBeNull();
  });

  test('a kernel of no options', () => {
    expect(() => createKernel(nobody)).toThrow(ModelError);
    expect(() => createKernel(text)).toThrow(ModelError);
    const base = { platform: 'ibm405lp', allocator: 'ppc-map1' } as const;
    expect(() => createKernel({ ...base, ramBytes: 5n as never })).toThrow('ramBytes must be');
  });

  test('the shorter form of a free is told what it lacks', () => {
    const free = kernelOf('ppc-sized').consistentFree as (vaddr: number) => void;
    expect(() => {
      free(0xc3000000);
    }).toThrow('consistentFree of ppc-sized takes (vaddr, size, handle): size is missing');
  });
});

describe("what a caller's own function throws goes through, and the kernel goes on", () => {
  test('from a nopage handler', () => {
    const kernel = kernelOf();
    const mm = kernel.createMm();
    const address = kernel.mmap(mm, 4096, 3, () => {
      throw new Error('of the caller');
    });
    expect(() => kernel.userAccess(mm, address, false)).toThrow('of the caller');
    kernel.kfree(0);
    expect(kernel.trace.at(-1)?.call).toBe('kfree');
  });

  test('a nopage handler that returns no frame', () => {
    const kernel = kernelOf();
    const mm = kernel.createMm();
    const address = kernel.mmap(mm, 4096, 3, () => 1.5);
    expect(() => kernel.userAccess(mm, address, false)).toThrow(ModelError);
    kernel.kfree(0);
    expect(kernel.trace.at(-1)?.call).toBe('kfree');
  });

  test('from an interrupt', () => {
    const kernel = kernelOf();
    const start = kernel.snapshot();
    kernel.interruptWhile('vmlist_lock', () => {
      throw new Error('of the caller');
    });
    expect(() => kernel.consistentAlloc(GFP_KERNEL, 4096)).toThrow('of the caller');
    expect(kernel.inInterrupt()).toBe(false);
    kernel.restore(start);
    expect(kernel.consistentAlloc(GFP_KERNEL, 4096).vaddr).not.toBe(0);
    expect(kernel.trace.map(({ call }) => call)).toEqual(['consistent_alloc']);
  });
});

describe.each(names)('%s with what a C caller can pass', (allocator) => {
  test.each([0, 2 ** 21 + 1, 2 ** 24, 0xfffff000, 0xfffff001, 0xffffffff])('a size of %i is found as R6', (size) => {
    const kernel = kernelOf(allocator);
    const before = kernel.accounting();
    expect(kernel.consistentAlloc(GFP_KERNEL, size).vaddr).toBe(0);
    expect(rules(kernel)).toEqual(['R6']);
    const bug = ['ppc-remark', 'ppc-map0', 'ppc-map1', 'arm-1arg'].includes(allocator);
    expect(kernel.oops?.rule).toBe(bug ? 'R6' : undefined);
    expect(kernel.accounting()).toEqual(before);
  });

  const wrong: [string, (kernel: Kernel) => number, string][] = [
    ['never allocated', () => 0xc3456000, 'R8'],
    ['not mapped at all', () => 0x1000, 'R8'],
    ['interior', (kernel) => kernel.consistentAlloc(GFP_KERNEL, 16384).vaddr + 4096, 'R8'],
    ['from kmalloc', (kernel) => kernel.kmalloc(100, GFP_KERNEL), 'R14'],
    ['from the page allocator', (kernel) => kernel.getFreePages(GFP_KERNEL, 0), 'R14'],
    ['from ioremap', (kernel) => kernel.ioremap(0x80000000, 4096), 'R14'],
    ['from vmalloc', (kernel) => kernel.vmalloc(4096), 'R14'],
  ];
  test.each(wrong)('an address %s is found', (_, addressOf, rule) => {
    const kernel = kernelOf(allocator);
    kernel.consistentFree(addressOf(kernel), 4096, 0xdead0000);
    expect(rules(kernel).filter((id) => !id.startsWith('K'))).toEqual([rule]);
    expectSoundMachine(kernel);
  });

  test('a free in an interrupt is found, and stops the machines that check for it', () => {
    const kernel = kernelOf(allocator);
    const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 4096);
    kernel.enterSoftirq();
    kernel.consistentFree(vaddr, 4096, handle);
    const serves = ['ppc-gfp', 'ppc-region', 'arm-region', 'plain-pages'].includes(allocator);
    expect(rules(kernel)).toEqual(['R2']);
    expect(kernel.oops?.rule).toBe(serves ? undefined : 'R2');
  });

  test('nothing happens on a machine that has stopped', () => {
    const kernel = kernelOf(allocator);
    const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 4096);
    kernel.bug('test');
    const state = kernel.accounting();
    kernel.consistentFree(vaddr, 4096, handle);
    expect(kernel.consistentAlloc(GFP_KERNEL, 4096)).toEqual({ vaddr: 0, handle: undefined });
    expect(kernel.kmalloc(10, GFP_KERNEL)).toBe(0);
    expect(kernel.accounting()).toEqual(state);
    expect(kernel.finish().map(({ rule }) => rule)).toEqual(['K11']);
  });
});

describe('other frees', () => {
  test.each([
    ['kfree of the middle of an object', (kernel: Kernel) => (kernel.kfree(kernel.kmalloc(100, GFP_KERNEL) + 8), 'K4')],
    ['kfree of nothing', (kernel: Kernel) => (kernel.kfree(0xc0800000), 'K4')],
    ['vfree of nothing', (kernel: Kernel) => (kernel.vfree(0xc3400000), 'K4')],
    ['iounmap of lowmem', (kernel: Kernel) => (kernel.iounmap(0xc0800000), 'K4')],
    ['free_pages of kmalloc memory', (kernel: Kernel) => (kernel.freePages(kernel.kmalloc(9, GFP_KERNEL), 0), 'K4')],
    ['an unlocked lock', (kernel: Kernel) => (kernel.spinUnlock(1), 'K9')],
    ['an interrupt nobody requested', (kernel: Kernel) => (kernel.freeIrq(3, 1), 'K9')],
    ['vfree of a consistent buffer', (kernel: Kernel) => (kernel.vfree(kernel.consistentAlloc(0x1f0, 1).vaddr), 'R15')],
    [
      'iounmap of a consistent buffer',
      (kernel: Kernel) => (kernel.iounmap(kernel.consistentAlloc(0x1f0, 1).vaddr), 'R15'),
    ],
  ])('%s is found', (_, misuse) => {
    const kernel = kernelOf();
    const rule = misuse(kernel);
    expect(rules(kernel)).toEqual([rule]);
    expectSoundMachine(kernel);
  });

  test('free of NULL is harmless where C says so', () => {
    const kernel = kernelOf();
    kernel.kfree(0);
    kernel.vfree(0);
    kernel.freePages(0, 0);
    kernel.consistentFree(0, 0, 0);
    expect(kernel.findings).toEqual([]);
  });

  test('free_pages with another order is found and frees what the kernel would free', () => {
    const kernel = kernelOf();
    const address = kernel.getFreePages(GFP_KERNEL, 2);
    kernel.freePages(address, 1);
    expect(rules(kernel)).toEqual(['K4']);
    expect(kernel.finish().map(({ rule }) => rule)).toEqual(['K4', 'K5']);
    expectSoundMachine(kernel);
  });
});

test('the end of a run names everything still held', () => {
  const kernel = kernelOf();
  kernel.at({ file: 'driver.c', line: 12 });
  kernel.consistentAlloc(GFP_KERNEL, 4096);
  kernel.kmalloc(10, GFP_KERNEL);
  kernel.getFreePages(GFP_KERNEL, 1);
  kernel.ioremap(0x80000000, 4096);
  kernel.requestIrq(5, 1);
  kernel.spinLock(1);
  expect(kernel.finish().map(({ rule, place }) => [rule, place?.line])).toEqual([
    ['R7', 12],
    ['K3', 12],
    ['K5', 12],
    ['K6', 12],
    ['K7', 12],
    ['K8', undefined],
  ]);
  expect(() => kernel.finish()).toThrow(ModelError);
});
