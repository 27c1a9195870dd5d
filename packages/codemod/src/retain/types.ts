import type { Migration } from '../migrations/migration.ts';
import type { Kept } from './names.ts';

/** The type that a handle or a size is kept in: that of the new call's parameter. */
export function typeOf(migration: Migration, kept: Kept): string {
  return migration.newCall.parameters.find((parameter) => parameter.role === kept)!.type;
}
