/** A place in a caller's source: what `kernel.at` stamps on the events and findings that follow. `line` is 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Where a call was made from, most atomic first: `atomic` is process context with irqs off or a lock held. */
export type ContextName = 'hardirq' | 'softirq' | 'atomic' | 'process';

/**
 * One call into the kernel. Addresses, sizes (bytes) and handles are u32 numbers; booleans are 0 and 1.
 * Serialisable; argument names are in `callArguments[call]`.
 */
export interface TraceEvent {
  /** Position in the run, from 0; findings and ledger entries refer to it. */
  readonly seq: number;
  /** The kernel's own name of the function, such as `consistent_alloc`. */
  readonly call: string;
  readonly args: readonly number[];
  /** Return value; 0 for NULL and for void. */
  readonly result: number;
  /** What the call stored through its `dma_handle` argument, also when it returned NULL; absent when nothing was stored. */
  readonly stored?: number;
  readonly place: Place | null;
  readonly context: ContextName;
}
