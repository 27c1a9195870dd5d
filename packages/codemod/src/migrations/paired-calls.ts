/**
 * The calls of a package that a TypeScript migration is about: a free that grows arguments, and the allocation whose
 * arguments and result hold them. They are recognised by where a symbol is declared, never by its name alone.
 */
export interface PairedCalls {
  /** The package that declares them. */
  readonly module: string;
  readonly free: string;
  readonly alloc: string;
  /** Which argument of the allocation is the size, from 0. */
  readonly sizeArgument: number;
  /** Members of the allocation's result. */
  readonly pointer: string;
  readonly handle: string;
}
