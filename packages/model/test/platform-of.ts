import type { AllocatorName, PlatformName } from '@freehandle/model';

/** A machine that the allocator belongs on. */
export function platformOf(allocator: AllocatorName): PlatformName {
  if (allocator === 'plain-pages') return 'i386';
  return allocator.startsWith('arm') ? 'sa1100' : 'ibm405lp';
}
