import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { consistentFree, planMigration, type Plan, type PlanOptions } from '../src/index.ts';
import { fixtures } from './fixture.ts';

/** An empty folder that is gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'freehandle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file below a folder, with the folders it needs; text is latin-1. */
export function put(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, 'latin1');
}

/** A tree made of every `step`-th fixture, and the files in it. */
export function treeOfFixtures(step = 1): { readonly root: string; readonly files: readonly string[] } {
  const root = temporaryFolder();
  const files: string[] = [];
  for (const fixture of fixtures().filter((_, i) => i % step === 0)) {
    for (const [file, text] of Object.entries(fixture.files)) {
      files.push(`${fixture.name}/${file}`);
      put(root, `${fixture.name}/${file}`, text);
    }
  }
  return { root, files };
}

/** Plans all of a tree. */
export function planTree(
  { root, files }: { root: string; files: readonly string[] },
  options: Partial<PlanOptions> = {},
): Promise<Plan> {
  return planMigration(files, { migration: consistentFree, root, ...options });
}
