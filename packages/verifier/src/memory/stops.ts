import type { Violation } from './address-space.ts';

/** Why the driver's code was left in the middle. Thrown through WebAssembly frames; caught by the run. */
export type StopReason =
  | { readonly kind: 'violation'; readonly violation: Violation }
  /** The model's machine stopped: BUG() or a deadlock. */
  | { readonly kind: 'oops' }
  | { readonly kind: 'panic'; readonly message: string }
  | { readonly kind: 'fuel' }
  /** It waits without signals for what nothing in this machine does: what would follow is not known. */
  | { readonly kind: 'waits' }
  /** The fuel was used up by a loop that reads or writes device registers; `endless`: each round leaves all as it was. */
  | { readonly kind: 'device-wait'; readonly endless: boolean };

/** Unwinds the driver. `stack` holds the wasm frames of the place. */
export class DriverStopped extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(reason.kind);
    this.reason = reason;
  }
}
