/**
 * What can be made to fail, in the kernel's terms:
 * - `page-block`: alloc_pages for a caller (a driver or the consistent allocator's block)
 * - `vm-area`: get_vm_area, its descriptor's kmalloc (semantics 1.3 F3)
 * - `pte-page`: the page for a new page table (semantics 1.3 F4); asked for once per table reach, never again
 * - `pte-lookup`: finding the 1:1 mapping's entry (ppc-remark only, semantics 1.3 F4)
 * - `kmalloc`: a kmalloc made by a driver or by pci_pool
 * - `vm-region`: the descriptor of a region allocator (semantics 5.4 step 6)
 * - `pages-array`: the vm_struct's page array of ppc-array (semantics 7)
 * - `user-page`: the page for a process's page fault
 * - `request-irq`: request_irq
 * Any other name is a fallible step of the caller's own glue, announced with `kernel.fallible(kind)`.
 */
export type FaultKind =
  | 'page-block'
  | 'vm-area'
  | 'pte-page'
  | 'pte-lookup'
  | 'kmalloc'
  | 'vm-region'
  | 'pages-array'
  | 'request-irq'
  | 'user-page'
  | (string & {});

/** A step of a run that can be made to fail, recorded whether or not it did. Serialisable. */
export interface FallibleStep {
  /** Position among all fallible steps of the run, from 0. */
  readonly index: number;
  readonly kind: FaultKind;
  /** Position among the steps of this kind, from 0. */
  readonly nth: number;
  /** `seq` of the call (TraceEvent) in which it happened. */
  readonly call: number;
  /** Bytes asked for. */
  readonly bytes: number;
  /** The gfp mask the step really used; not always the caller's (semantics 5.2). */
  readonly gfp: number;
  readonly failed: boolean;
}

/**
 * Which steps fail: by kind and number (`nth` counts from 0 within the kind), by position among all steps (`index`),
 * or by predicate (then the first step for which it holds, once).
 */
export type Fault =
  | { readonly kind: FaultKind; readonly nth: number }
  | { readonly index: number }
  | { readonly name: string; readonly when: (step: Omit<FallibleStep, 'failed'>) => boolean };

/** All faults of one run. A fault that never fires makes the run inconclusive: see `kernel.unfiredFaults`. */
export type FaultPlan = readonly Fault[];
