/** Why a site was left alone: the closed list. */
export type RefusalReason =
  | 'no-allocation-found'
  | 'ambiguous-allocation'
  | 'handle-not-retained'
  | 'size-not-expressible'
  | 'size-changed'
  | 'macro-body'
  | 'unparsed'
  | 'freed-container'
  | 'uninitialised-on-path'
  | 'conflicting-config'
  | 'function-pointer';

/** A refusal reason explained; one file each in this folder, one page each in docs/refusals/. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly title: string;
  readonly explanation: string;
  /** What the driver's author can change so that the site becomes possible. */
  readonly remedy: string;
  /** The page, relative to the repository. */
  readonly docs: string;
}
