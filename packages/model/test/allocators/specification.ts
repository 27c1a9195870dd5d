import { expect } from 'vitest';
import { GFP_KERNEL, type AllocatorName, type Kernel, type VfreeForm } from '@freehandle/model';

/** Sizes in pages that the tables are checked at. */
export const sizesInPages = [1, 2, 3, 16, 150, 480, 512];

/** Pages lost, of n wanted in a block of N. */
type Formula = (n: number, N: number) => number;

/** What a healthy buffer leaves lost after its free, from the tables of semantics 1 to 3. */
export const lostByFree: Readonly<Record<AllocatorName, Readonly<Record<VfreeForm, Formula>>>> = {
  'ppc-remark': { walk: () => 0, array: () => 0 },
  'ppc-map0': { walk: (_, N) => N - 1, array: (_, N) => N },
  'ppc-map1': { walk: (n, N) => N - n, array: (_, N) => N },
  'ppc-map2': { walk: () => 0, array: (n) => n },
  'ppc-gfp': { walk: () => 0, array: (n) => n },
  'ppc-sized': { walk: () => 0, array: () => 0 },
  'ppc-array': { walk: () => 0, array: () => 0 },
  'ppc-region': { walk: () => 0, array: () => 0 },
  'arm-1arg': { walk: (_, N) => N - 1, array: (_, N) => N },
  'arm-3arg': { walk: () => 0, array: (n) => n },
  'arm-region': { walk: () => 0, array: () => 0 },
  'plain-pages': { walk: () => 0, array: () => 0 },
};

/** What is lost when no page table can be had for page k, with the walking vfree (F4 of semantics 1.3, 3.3). */
export const lostWithoutTable: Readonly<Partial<Record<AllocatorName, (k: number, n: number, N: number) => number>>> = {
  'ppc-map0': (k, _, N) => (k === 0 ? N : N - 1),
  'ppc-map1': (k, _, N) => N - k,
  'ppc-map2': () => 0,
  'ppc-gfp': () => 0,
  'ppc-sized': () => 0,
  'ppc-array': () => 0,
  'arm-1arg': (k, n, N) => (k === 0 || n === 1 ? 0 : N - 1),
  'arm-3arg': (k, n, N) => (k === 0 || n === 1 ? 0 : N - 1),
};

const blockOf = (n: number): number => 2 ** Math.ceil(Math.log2(n));

/** Allocates and frees n pages on a kernel and checks what is lost. */
export function expectFreeLoses(kernel: Kernel, n: number, formula: Formula): void {
  const size = n * 4096;
  // The first use pays for a page table, which is no loss.
  const first = kernel.consistentAlloc(GFP_KERNEL, size);
  if (first.vaddr !== 0) kernel.consistentFree(first.vaddr, size, first.handle ?? 0);
  const before = kernel.nrFreePages;
  const leaked = kernel.accounting().byOwner.leaked;
  const buffer = kernel.consistentAlloc(GFP_KERNEL, size);
  if (kernel.allocator.endsWith('-region') && n === 512) {
    expect([buffer.vaddr, kernel.nrFreePages]).toEqual([0, before]);
    return;
  }
  expect(buffer.vaddr).not.toBe(0);
  kernel.consistentFree(buffer.vaddr, size, buffer.handle ?? 0);
  expect(before - kernel.nrFreePages).toBe(formula(n, blockOf(n)));
  expect(kernel.accounting().byOwner.leaked - leaked).toBe(formula(n, blockOf(n)));
  expect(kernel.finish().filter((finding) => finding.blame === 'driver')).toEqual([]);
}

/** A device's registers, which are no RAM on any platform of the model. */
const REGISTERS = 0x80000000;

/** Makes the page table of the next buffer end after its k-th page, and the next table fail. */
export function endTableAfter(kernel: Kernel, k: number): void {
  const reach = kernel.platform.pteTableReach;
  kernel.ioremap(REGISTERS, k === 0 ? reach - 4096 : reach - (k + 1) * 4096);
  const tables = kernel.steps.filter(({ kind }) => kind === 'pte-page').length;
  kernel.planFaults([{ kind: 'pte-page', nth: tables }]);
}

/** Allocates n pages at every k and checks what a failing page table loses. */
export function expectMissingTableLoses(
  make: () => Kernel,
  n: number,
  formula: (k: number, n: number, N: number) => number,
): void {
  for (let k = 0; k < n; k++) {
    const kernel = make();
    endTableAfter(kernel, k);
    const before = kernel.nrFreePages;
    const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, n * 4096);
    expect(vaddr, `k=${k}`).toBe(0);
    expect(handle, `k=${k}`).toBeDefined();
    expect(kernel.unfiredFaults, `k=${k}`).toEqual([]);
    expect(before - kernel.nrFreePages, `k=${k}`).toBe(formula(k, n, blockOf(n)));
    expect(kernel.accounting().byOwner.leaked, `k=${k}`).toBe(formula(k, n, blockOf(n)));
    expect(
      kernel.vmAreas().every(({ flags }) => flags === 1),
      `k=${k}: the VA is back`,
    ).toBe(true);
  }
}
