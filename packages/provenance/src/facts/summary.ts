import type { Template } from './template.ts';

/** What a function does that its callers need to know; plain data. */
export interface Summary {
  /**
   * It allocates and hands out: positions of the parameters that give the size and receive handle and pointer.
   * `pointer` null means that it returns the pointer.
   */
  readonly allocates: {
    readonly size: number | null;
    /** The size in terms of the function itself, where it is no parameter. */
    readonly sizeTemplate: Template | null;
    readonly handle: number | null;
    readonly pointer: number | null;
  } | null;
  /** Members that it, or a function of the file that it calls, stores to. */
  readonly stores: ReadonlySet<string>;
  /** Members, as `record.member`, that receive the handle or the pointer of an allocation that it or a callee makes. */
  readonly handles: ReadonlySet<string>;
  readonly pointers: ReadonlySet<string>;
  /** Positions of the parameters that it releases. */
  readonly releases: ReadonlySet<number>;
}
