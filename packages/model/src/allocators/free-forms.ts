/** The allocators and the arguments of their free, in the order this library takes them. */
export interface FreeForms {
  'ppc-remark': 'address-size';
  'ppc-map0': 'address';
  'ppc-map1': 'address';
  'ppc-map2': 'address';
  'ppc-region': 'address-size';
  'ppc-sized': 'address-size-handle';
  'ppc-array': 'address';
  'ppc-gfp': 'address';
  'arm-1arg': 'address';
  'arm-3arg': 'address-size-handle';
  'arm-region': 'address-size-handle';
  'plain-pages': 'address-size';
}

/** Name of an allocator, as given to `createKernel`. */
export type AllocatorName = keyof FreeForms;

/** Which arguments an allocator's consistent_free takes. */
export type FreeForm = FreeForms[AllocatorName];

/** consistent_free(vaddr). */
export type FreeByAddress = (vaddr: number) => void;
/** consistent_free(vaddr, size): size in bytes. */
export type FreeBySize = (vaddr: number, size: number) => void;
/** consistent_free(vaddr, size, handle): size in bytes, handle as stored by the allocation. */
export type FreeByHandle = (vaddr: number, size: number, handle: number) => void;

/** The free function of an allocator: calling one allocator's form on another does not compile. */
export type ConsistentFree<A extends AllocatorName> = FreeForms[A] extends 'address'
  ? FreeByAddress
  : FreeForms[A] extends 'address-size'
    ? FreeBySize
    : FreeByHandle;
