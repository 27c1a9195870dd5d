import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKernel, exploreFaults, GFP_KERNEL, ModelError, type FaultPlan, type Kernel } from '@freehandle/model';

function state(kernel: Kernel): unknown {
  return {
    frames: Array.from({ length: kernel.frameCount }, (_, frame) => kernel.frame(frame)),
    accounting: kernel.accounting(),
    areas: kernel.vmAreas(),
    trace: kernel.trace,
    steps: kernel.steps,
    findings: kernel.findings,
    oops: kernel.oops,
    held: [kernel.inInterrupt(), kernel.irqsDisabled()],
    unfired: kernel.unfiredFaults,
  };
}

/** Something different for every seed. */
function churn(kernel: Kernel<'ppc-map1'>, seed: number): void {
  for (let step = 0; step < 6; step++) {
    const size = ((seed * 7919 + step * 104729) % 60000) + 1;
    const { vaddr } = kernel.consistentAlloc(GFP_KERNEL, size);
    if ((seed + step) % 3 !== 0) kernel.consistentFree(vaddr);
    kernel.kmalloc(size % 3000, GFP_KERNEL);
    if ((seed + step) % 5 === 0) kernel.enterSoftirq();
  }
}

test('a restored machine is what it was, to the frame, and goes on the same way', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), (before, between, after) => {
      const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1', ramBytes: 4 * 2 ** 20 });
      churn(kernel, before % 5);
      const snapshot = kernel.snapshot();
      const then = state(kernel);
      churn(kernel, after);
      const once = state(kernel);
      kernel.restore(snapshot);
      expect(state(kernel)).toEqual(then);
      churn(kernel, between);
      const inner = kernel.snapshot();
      churn(kernel, after + 1);
      kernel.restore(inner);
      kernel.restore(snapshot);
      expect(state(kernel)).toEqual(then);
      churn(kernel, after);
      expect(state(kernel)).toEqual(once);
      expect(() => {
        kernel.restore(inner);
      }).toThrow(ModelError);
    }),
    { numRuns: 25 },
  );
});

test('a discarded snapshot is forgotten, and what was changed since belongs to the one before', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1', ramBytes: 4 * 2 ** 20 });
  const outer = kernel.snapshot();
  const then = state(kernel);
  churn(kernel, 1);
  const inner = kernel.snapshot();
  churn(kernel, 2);
  const now = state(kernel);
  kernel.discard(inner);
  expect(state(kernel)).toEqual(now);
  expect(() => {
    kernel.restore(inner);
  }).toThrow(ModelError);
  churn(kernel, 3);
  kernel.restore(outer);
  expect(state(kernel)).toEqual(then);
  kernel.discard(outer);
  churn(kernel, 4);
  const last = kernel.snapshot();
  const end = state(kernel);
  churn(kernel, 5);
  kernel.restore(last);
  expect(state(kernel)).toEqual(end);
});

test('contents, address spaces and pools are restored too', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map2' });
  const buffer = kernel.pciAllocConsistent(null, 4096);
  const mm = kernel.createMm();
  const pool = kernel.pciPoolCreate(null, 64, 64, 0, GFP_KERNEL);
  kernel.cpuWrite(buffer.vaddr, Uint8Array.of(1));
  const snapshot = kernel.snapshot();
  kernel.cpuWrite(buffer.vaddr, Uint8Array.of(2));
  const block = kernel.pciPoolAlloc(pool, GFP_KERNEL);
  const address = kernel.mmap(mm, 4096, 3);
  kernel.userAccess(mm, address, true);
  kernel.restore(snapshot);
  expect(kernel.cpuRead(buffer.vaddr, 1).bytes[0]).toBe(1);
  expect(kernel.vmas(mm)).toEqual([]);
  expect(kernel.pciPoolAlloc(pool, GFP_KERNEL)).toEqual(block);
});

/** A driver's probe: three allocations with an error path that forgets the first. */
function probe(kernel: Kernel<'ppc-sized'>): number {
  const ring = kernel.consistentAlloc(GFP_KERNEL, 8192);
  if (ring.vaddr === 0) return -12;
  const state = kernel.kmalloc(100, GFP_KERNEL);
  const irq = state === 0 ? -12 : kernel.requestIrq(5, state);
  if (irq !== 0) {
    kernel.kfree(state);
    kernel.finish();
    return irq;
  }
  kernel.freeIrq(5, state);
  kernel.kfree(state);
  kernel.consistentFree(ring.vaddr, 8192, ring.handle ?? 0);
  kernel.finish();
  return 0;
}

test('all single faults of a scenario are run, each fires, and the forgotten free shows up', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-sized' });
  const runs = [...exploreFaults(kernel, probe)].map(({ plan, result, conclusive, findings }) => ({
    plan: plan.map((fault) => ('kind' in fault ? fault.kind : '')).join(),
    result,
    conclusive,
    rules: findings.map(({ rule }) => rule),
  }));
  expect(runs).toEqual([
    { plan: '', result: 0, conclusive: true, rules: [] },
    { plan: 'page-block', result: -12, conclusive: true, rules: [] },
    { plan: 'vm-area', result: -12, conclusive: true, rules: [] },
    { plan: 'pte-page', result: -12, conclusive: true, rules: [] },
    { plan: 'kmalloc', result: -12, conclusive: true, rules: ['R7'] },
    { plan: 'request-irq', result: -12, conclusive: true, rules: ['R7'] },
  ]);
  expect(kernel.trace).toEqual([]);
});

test('pairs of faults are every later step after the first has failed', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map2' });
  const retry = (k: Kernel): number => {
    for (let attempt = 0; attempt < 3; attempt++) {
      const { vaddr } = k.consistentAlloc(GFP_KERNEL, 4096);
      if (vaddr !== 0) return attempt;
    }
    return -1;
  };
  const plans = [...exploreFaults(kernel, retry, { faults: 2 })].map(({ plan, result }) => `${plan.length} ${result}`);
  // page-block, vm-area and pte-page of the first attempt; then of the second, after each of those.
  expect(plans.filter((plan) => plan === '0 0')).toHaveLength(1);
  expect(plans.filter((plan) => plan === '1 1')).toHaveLength(3);
  expect(plans.filter((plan) => plan === '2 2')).toHaveLength(9);
  expect(plans).toHaveLength(13);
});

test('a planned fault that never fires makes the run inconclusive', () => {
  const plan: FaultPlan = [
    { kind: 'kmalloc', nth: 9 },
    { index: 1 },
    { name: 'large', when: ({ bytes }) => bytes > 8192 },
  ];
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map2', faults: plan });
  expect(kernel.consistentAlloc(GFP_KERNEL, 4096).vaddr).toBe(0);
  expect(kernel.consistentAlloc(GFP_KERNEL, 12288).vaddr).toBe(0);
  expect(kernel.unfiredFaults).toEqual([{ kind: 'kmalloc', nth: 9 }]);
  expect(kernel.steps.map(({ kind, nth, failed }) => `${kind} ${nth} ${failed}`)).toEqual([
    'page-block 0 false',
    'vm-area 0 true',
    'page-block 1 true',
  ]);
});

test('a fault of the caller’s own glue fires like any other', () => {
  const kernel = createKernel({
    platform: 'ibm405lp',
    allocator: 'ppc-map1',
    faults: [{ kind: 'register_netdev', nth: 1 }],
  });
  expect([1, 2, 3].map(() => kernel.fallible('register_netdev'))).toEqual([false, true, false]);
});

test('an exploration without recorded steps is refused', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1', traceLimit: 0 });
  expect(() => exploreFaults(kernel, () => 0).next()).toThrow('traceLimit');
});

test('the trace keeps the newest calls and says what each was given', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1', traceLimit: 3 });
  kernel.at({ file: 'a.c', line: 3 });
  for (let call = 0; call < 20; call++) kernel.kfree(0);
  const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, 4096);
  expect(kernel.trace.map(({ seq }) => seq)).toEqual([18, 19, 20]);
  expect(kernel.trace.at(-1)).toEqual({
    seq: 20,
    call: 'consistent_alloc',
    args: [GFP_KERNEL, 4096],
    result: vaddr,
    stored: handle,
    place: { file: 'a.c', line: 3 },
    context: 'process',
  });
});

test('exploring more steps than the kernel keeps is refused, not cut short', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1', traceLimit: 4 });
  const start = kernel.accounting();
  expect(() => [...exploreFaults(kernel, (k) => [1, 2, 3].map(() => k.consistentAlloc(GFP_KERNEL, 4096)))]).toThrow(
    'traceLimit',
  );
  expect(kernel.accounting()).toEqual(start);
});

test('a snapshot of another kernel is refused, also where this one has taken as many', () => {
  const [kernel, other] = [0, 1].map(() => createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' }));
  kernel?.snapshot();
  const foreign = other?.snapshot() ?? { id: 0 };
  expect(() => kernel?.restore(foreign)).toThrow(ModelError);
  expect(() => kernel?.discard(foreign)).toThrow(ModelError);
});
