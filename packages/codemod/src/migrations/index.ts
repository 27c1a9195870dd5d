import { consistentFree } from './consistent-free.ts';
import { consistentToDma } from './consistent-to-dma.ts';
import type { Migration } from './migration.ts';
import { pciConsistentToDma } from './pci-consistent-to-dma.ts';

/** The built-in migrations; the first is the default. */
export const migrations: readonly Migration[] = [consistentFree, pciConsistentToDma, consistentToDma];
