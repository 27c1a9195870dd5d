import type { CallGroup } from '../host.ts';

/** Cache maintenance and other calls that leave nothing behind in this model. */
export const cacheCalls: CallGroup = () => ({
  invalidate_dcache_range: () => undefined,
  clean_dcache_range: () => undefined,
  flush_dcache_range: () => undefined,
  consistent_sync: () => undefined,
});
