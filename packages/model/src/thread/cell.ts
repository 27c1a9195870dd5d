import type { AllocatorName } from '../allocators/free-forms.ts';
import type { VfreeForm } from '../kernel.ts';
import type { PlatformName } from '../platforms/platform.ts';

/** One square of the thread's table: an allocator with a form of vfree. */
export interface Cell {
  readonly allocator: AllocatorName;
  /** null where the claim does not touch vfree, or the allocator does not use it; the allocator's default form is run. */
  readonly vfree: VfreeForm | null;
}

/** Every allocator with each form of vfree, in the order given. */
export function cells(
  allocators: readonly [AllocatorName, ...AllocatorName[]],
  forms: readonly [VfreeForm | null, ...(VfreeForm | null)[]] = [null],
): [Cell, ...Cell[]] {
  const [first, ...rest] = allocators.flatMap((allocator) => forms.map((vfree) => ({ allocator, vfree })));
  return [first!, ...rest];
}

/** Both historical forms of vfree: the mails do not say which kernel they speak of (semantics 2.4). */
export const bothForms: readonly [VfreeForm, VfreeForm] = ['walk', 'array'];

/** `ppc-map1` or `ppc-map1/array`. */
export function cellName({ allocator, vfree }: Cell): string {
  return vfree === null ? allocator : `${allocator}/${vfree}`;
}

/** A machine on which the allocator ran (semantics 8). */
export function platformOf(allocator: AllocatorName): PlatformName {
  if (allocator === 'plain-pages') return 'i386';
  return allocator.startsWith('arm-') ? 'sa1100' : 'ibm405lp';
}
