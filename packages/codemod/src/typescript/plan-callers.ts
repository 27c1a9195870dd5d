import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Migration } from '../migrations/migration.ts';
import type { Plan } from '../plan/plan.ts';

/** Whether a file is TypeScript with code in it; declarations call nothing. */
export function isTypeScript(file: string): boolean {
  return /\.[mc]?tsx?$/.test(file) && !/\.d\.[mc]?ts$/.test(file);
}

/**
 * The plan for TypeScript callers; null where no file names the free of the package. The compiler is loaded when one does.
 */
export async function planCallers(
  files: readonly string[],
  { migration, root }: { readonly migration: Migration; readonly root: string },
): Promise<Plan | null> {
  const calls = migration.typescript;
  if (calls === null || !files.some((file) => readFileSync(resolve(root, file), 'utf8').includes(calls.free)))
    return null;
  const { planTypeScript } = await import('./plan-typescript.ts');
  return planTypeScript(files, { migration: migration.name, root, calls });
}
