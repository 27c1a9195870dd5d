import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { applyEdits, FreehandleError, sourceFromBytes, type Edit } from '@freehandle/c-source';
import type { Plan, SiteStatus } from '../plan/plan.ts';
import { hashOf } from '../plan/hash.ts';
import { editKey } from '../retain/conflicts.ts';

/** A file with its bytes before and after. `path` is absolute. */
export interface MigratedFile {
  readonly file: string;
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** What makes the one of the other. */
  readonly edits: readonly Edit[];
}

/**
 * The files that change when the sites of the statuses given, and all declarations, are applied.
 * @throws FreehandleError FH1301 when a file is no longer what the plan was made from.
 */
export async function migratedFiles(
  plan: Plan,
  options: { readonly include: readonly SiteStatus[] },
): Promise<MigratedFile[]> {
  const edits = new Map<string, Edit[]>();
  const sites = plan.sites.filter((site) => options.include.includes(site.status));
  const chosen = [...sites, ...sites.flatMap((site) => site.retains), ...plan.declarations];
  // Several sites may rest on the same addition.
  const known = new Set<string>();
  for (const { file, edits: own } of chosen) {
    const fresh = own.filter((edit) => !known.has(editKey({ ...edit, file })));
    for (const edit of fresh) known.add(editKey({ ...edit, file }));
    if (fresh.length > 0) edits.set(file, [...(edits.get(file) ?? []), ...fresh]);
  }
  const result: MigratedFile[] = [];
  for (const [file, own] of [...edits].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = resolve(plan.root, file);
    const before = new Uint8Array(await readFile(path));
    if (hashOf(before) !== plan.hashes[file]) throw changed(file);
    result.push({ file, path, before, after: applyEdits(sourceFromBytes(path, before), own), edits: own });
  }
  return result;
}

/** The error for a file that changed between reading and writing. */
export function changed(file: string): FreehandleError {
  return new FreehandleError(`${file} changed after it was read`, {
    code: 'FH1301',
    title: 'File changed meanwhile',
    hint: 'Nothing was written. Run again.',
    place: { file, line: 1, column: 1 },
  });
}
