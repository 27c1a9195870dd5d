import { withoutCasts, type Expression } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { originsOf, telling } from '../flow/origins.ts';
import { isNull } from '../flow/reaching.ts';
import { denoted } from '../paths/path-of.ts';
import { allocationOf } from './allocation-call.ts';

/** What a store stores, as far as it tells whether two places still agree. `changed` is `+=`, `++` and the like. */
export type StoredValue = 'null' | 'allocation' | 'handle' | 'copy' | 'constant' | 'other' | 'changed';

/** What kind of value `value`, evaluated at `at`, is. */
export function storedValue(frame: Frame, value: Expression, at: number): StoredValue {
  const bare = withoutCasts(value);
  if (isNull(bare)) return 'null';
  if (bare.kind === 'number' || bare.kind === 'sizeof') return 'constant';
  const allocation = bare.kind === 'call' ? allocationOf(frame, bare) : null;
  if (allocation) return allocation.isRelative ? 'other' : 'allocation';
  if (hasAllocations(frame)) {
    const origins = telling(originsOf(frame, value, at));
    if (origins.length > 0 && origins.every((origin) => origin.kind === 'allocation')) return 'allocation';
    if (origins.length > 0 && origins.every((origin) => origin.kind === 'handle')) return 'handle';
  }
  if (bare.kind === 'assign') return storedValue(frame, bare.right, at);
  const place = denoted(frame, bare);
  return place?.kind === 'place' && place.path.root.kind !== 'call' ? 'copy' : 'other';
}

function hasAllocations(frame: Frame): boolean {
  return frame.calls.some((step) => allocationOf(frame, step.call) !== null);
}
