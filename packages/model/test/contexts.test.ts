import { describe, expect, test } from 'vitest';
import { allocators, createKernel, createKernelFor, GFP_ATOMIC, GFP_KERNEL, type Kernel } from '@freehandle/model';

const kernelOf = (allocator: 'ppc-map1' | 'ppc-gfp' | 'ppc-region' = 'ppc-map1'): Kernel =>
  createKernel({ platform: 'ibm405lp', allocator });
const rules = (kernel: Kernel): string[] => kernel.findings.map(({ rule }) => rule);

describe('in_interrupt() sees hard interrupts and bottom halves, not the irq flag and not locks', () => {
  test.each([
    ['a hard interrupt', (kernel: Kernel) => kernel.enterHardirq(), true],
    ['a softirq', (kernel: Kernel) => kernel.enterSoftirq(), true],
    ['spin_lock_bh', (kernel: Kernel) => kernel.spinLockBh(1), true],
    ['interrupts off', (kernel: Kernel) => kernel.localIrqDisable(), false],
    ['a spinlock', (kernel: Kernel) => kernel.spinLock(1), false],
    ['spin_lock_irqsave', (kernel: Kernel) => void kernel.spinLockIrqsave(1), false],
  ])('%s', (_, enter, seen) => {
    const kernel = kernelOf();
    const early = kernel.consistentAlloc(GFP_KERNEL, 4096);
    enter(kernel);
    expect(kernel.inInterrupt()).toBe(seen);
    kernel.consistentFree(early.vaddr, 0, 0);
    expect(rules(kernel)).toEqual([seen ? 'R2' : 'R3']);
    expect(kernel.oops !== null).toBe(seen);
  });
});

test('what may sleep is found in atomic context, and an atomic allocation is not', () => {
  const kernel = kernelOf();
  const flags = kernel.spinLockIrqsave(7);
  kernel.kmalloc(10, GFP_ATOMIC);
  expect(rules(kernel)).toEqual([]);
  kernel.kmalloc(10, GFP_KERNEL);
  kernel.mightSleep('schedule');
  kernel.consistentAlloc(GFP_ATOMIC, 4096);
  expect(rules(kernel)).toEqual(['K1', 'K1', 'R3']);
  expect(kernel.findings[2]?.message).toContain('interrupts off and a spinlock held');
  kernel.spinUnlockIrqrestore(7, flags);
  expect(kernel.irqsDisabled()).toBe(false);
});

test('an allocator that passes gfp on sleeps only when it is let', () => {
  const kernel = kernelOf('ppc-gfp');
  kernel.spinLock(1);
  kernel.consistentAlloc(GFP_ATOMIC, 4096);
  expect(rules(kernel)).toEqual([]);
  kernel.consistentAlloc(GFP_KERNEL, 4096);
  expect(rules(kernel)).toEqual(['K1']);
  const own = createKernelFor({ ...allocators['ppc-gfp'], passesGfp: false }, { platform: 'ibm405lp' });
  own.spinLock(1);
  own.consistentAlloc(GFP_ATOMIC, 4096);
  expect(rules(own)).toEqual(['R3']);
});

test('a lock taken twice is a deadlock', () => {
  const kernel = kernelOf();
  kernel.spinLock(0xc0100000);
  kernel.spinLock(0xc0100000);
  expect(kernel.oops).toMatchObject({ rule: 'K2', blame: 'driver' });
  expect(rules(kernel)).toEqual(['K2']);
});

test('locks may be released in any order', () => {
  const kernel = kernelOf();
  kernel.spinLock(1);
  kernel.spinLock(2);
  kernel.spinUnlock(1);
  kernel.spinUnlock(2);
  expect(kernel.finish()).toEqual([]);
});

describe('an interrupt while the kernel holds its own lock', () => {
  test.each(['vmlist_lock', 'page_table_lock'] as const)(
    '%s deadlocks an allocator that only got gfp passed on',
    (lock) => {
      const kernel = kernelOf('ppc-gfp');
      kernel.interruptWhile(lock, () => void kernel.consistentAlloc(GFP_ATOMIC, 4096));
      kernel.consistentAlloc(GFP_KERNEL, 4096);
      expect(kernel.oops).toMatchObject({ rule: 'K2', blame: 'allocator' });
      expect(kernel.oops?.message).toContain(lock);
      expect(kernel.trace.map(({ call, context }) => `${call} ${context}`)).toEqual([
        'consistent_alloc process',
        'consistent_alloc hardirq',
      ]);
    },
  );

  test('the region allocators hold theirs with interrupts off', () => {
    const kernel = kernelOf('ppc-region');
    let fired = 0;
    kernel.interruptWhile('consistent_lock', () => {
      fired++;
    });
    kernel.consistentAlloc(GFP_KERNEL, 4096);
    expect([fired, kernel.oops]).toEqual([0, null]);
  });
});

test('an interrupt line is requested once and freed by who requested it', () => {
  const kernel = kernelOf();
  expect(kernel.requestIrq(9, 0xc0001000)).toBe(0);
  expect(kernel.requestIrq(9, 0xc0002000)).toBe(-16);
  expect(kernel.requestIrq(999, 1)).toBe(-22);
  kernel.freeIrq(9, 0xc0002000);
  kernel.freeIrq(9, 0xc0001000);
  expect(rules(kernel)).toEqual(['K9']);
  expect(kernel.finish().map(({ rule }) => rule)).toEqual(['K9']);
});
