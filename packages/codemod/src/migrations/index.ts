import { consistentFree } from './consistent-free.ts';
import type { Migration } from './migration.ts';

/** The built-in migrations; the first is the default. */
export const migrations: readonly Migration[] = [consistentFree];
