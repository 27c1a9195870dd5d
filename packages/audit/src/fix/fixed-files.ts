import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { applyEdits, sourceFromBytes } from '@freehandle/c-source';
import { changed, type MigratedFile } from '@freehandle/codemod';
import type { Finding } from '../finding.ts';
import type { FixEdit } from './fix.ts';

/** The files that change when findings are fixed, and which findings that settles. */
export interface FixedFiles {
  readonly files: readonly MigratedFile[];
  readonly settled: ReadonlySet<Finding>;
}

/**
 * Fixes what has a sure fix; of two that touch the same text only the first.
 * @throws FreehandleError FH1301 when a file is no longer what was audited.
 */
export async function fixedFiles(findings: readonly Finding[], root: string): Promise<FixedFiles> {
  const settled = new Set<Finding>();
  const edits = new Map<string, FixEdit[]>();
  for (const finding of findings) {
    if (!finding.fix) continue;
    const own = edits.get(finding.file) ?? [];
    const isTaken = finding.fix.edits.some((edit) => own.some((one) => edit.start < one.end && one.start < edit.end));
    if (isTaken) continue;
    edits.set(finding.file, [...own, ...finding.fix.edits]);
    settled.add(finding);
  }
  const files: MigratedFile[] = [];
  for (const [file, own] of [...edits].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = resolve(root, file);
    const before = new Uint8Array(await readFile(path));
    const source = sourceFromBytes(path, before);
    if (own.some(({ start, end, before: text }) => source.text.slice(start, end) !== text)) throw changed(file);
    files.push({ file, path, before, after: applyEdits(source, own), edits: own });
  }
  return { files, settled };
}
