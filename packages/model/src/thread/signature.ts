import { allocators } from '../allocators/index.ts';
import type { AllocatorName, FreeForm } from '../allocators/free-forms.ts';

const parameters: Readonly<Record<FreeForm, readonly string[]>> = {
  address: ['vaddr'],
  'address-size': ['vaddr', 'size'],
  'address-size-handle': ['vaddr', 'size', 'dma_handle'],
};

/** The parameters of an allocator's free, as its author declared them. */
export function freeParameters(allocator: AllocatorName): readonly string[] {
  return parameters[allocators[allocator].form];
}

/** `consistent_free(vaddr, size)`. */
export function freeSignature(allocator: AllocatorName): string {
  return `consistent_free(${freeParameters(allocator).join(', ')})`;
}
