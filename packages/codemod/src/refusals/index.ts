import { ambiguousAllocation } from './ambiguous-allocation.ts';
import { conflictingConfig } from './conflicting-config.ts';
import { freedContainer } from './freed-container.ts';
import { functionPointer } from './function-pointer.ts';
import { handleNotRetained } from './handle-not-retained.ts';
import { macroBody } from './macro-body.ts';
import { noAllocationFound } from './no-allocation-found.ts';
import { sizeChanged } from './size-changed.ts';
import { sizeNotExpressible } from './size-not-expressible.ts';
import { uninitialisedOnPath } from './uninitialised-on-path.ts';
import { unparsed } from './unparsed.ts';
import type { Refusal, RefusalReason } from './refusal.ts';

/** Every refusal reason, in alphabetical order. */
export const refusals: readonly Refusal[] = [
  ambiguousAllocation,
  conflictingConfig,
  freedContainer,
  functionPointer,
  handleNotRetained,
  macroBody,
  noAllocationFound,
  sizeChanged,
  sizeNotExpressible,
  uninitialisedOnPath,
  unparsed,
];

/** The explanation of a reason. */
export function refusalFor(reason: RefusalReason): Refusal {
  return refusals.find((refusal) => refusal.reason === reason)!;
}
