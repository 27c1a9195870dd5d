/** What consistent_alloc returned, and what it stored through its `dma_handle` argument. */
export interface ConsistentBuffer {
  /** Kernel virtual address, 0 for NULL. */
  readonly vaddr: number;
  /** Bus address, also when vaddr is 0 and the allocator had already written it (semantics 1.3); undefined when not written. */
  readonly handle: number | undefined;
}
