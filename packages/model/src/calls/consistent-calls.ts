import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';
import type { AllocatorName } from '../allocators/free-forms.ts';
import type { ConsistentCalls } from '../kernel.ts';
import type { Machine } from '../machine/machine.ts';
import { ModelError, u32 } from '../model-error.ts';
import type { ConsistentAllocator } from './consistent.ts';

const NOTHING: ConsistentBuffer = { vaddr: 0, handle: undefined };

/** consistent_alloc and consistent_free as C functions of the chosen allocator, whose form decides what the free asks for. */
export function consistentCalls<A extends AllocatorName>(
  machine: Machine,
  bound: ConsistentAllocator,
): ConsistentCalls<A> {
  const { form } = machine.setup.allocator;
  const withSize = form !== 'address';
  const withHandle = form === 'address-size-handle';

  function argument(value: number | undefined, name: string): number {
    if (value !== undefined) return u32(value, 'consistentFree', name);
    const takes = withHandle ? '(vaddr, size, handle)' : '(vaddr, size)';
    throw new ModelError(`consistentFree of ${machine.setup.allocator.name} takes ${takes}: ${name} is missing.`);
  }

  const consistentFree = (vaddr: number, size?: number, handle?: number): void => {
    const args = [u32(vaddr, 'consistentFree', 'vaddr')];
    if (withSize) args.push(argument(size, 'size'));
    if (withHandle) args.push(argument(handle, 'handle'));
    if (!machine.enter('consistent_free', args)) return;
    bound.free({
      call: 'consistent_free',
      family: 'consistent_alloc',
      device: 0,
      vaddr,
      size: withSize ? size : undefined,
      handle: withHandle ? handle : undefined,
    });
    machine.leave(0);
  };

  return {
    consistentAlloc(gfp, size) {
      u32(gfp, 'consistentAlloc', 'gfp');
      u32(size, 'consistentAlloc', 'size');
      if (!machine.enter('consistent_alloc', [gfp, size])) return NOTHING;
      const buffer = bound.alloc({ family: 'consistent_alloc', device: 0, mayBeAtomic: false, gfp, size });
      machine.leave(buffer.vaddr, buffer.handle);
      return buffer;
    },
    consistentFree,
  };
}
