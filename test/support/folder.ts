import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { repository } from './command.ts';

/** An empty folder that is gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'freehandle-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of examples/ to change at will. */
export function copyOfExamples(): string {
  const folder = path.join(temporaryFolder(), 'examples');
  cpSync(`${repository}examples`, folder, { recursive: true });
  return folder;
}

/** A git repository that holds the examples as they are. */
export function repositoryOfExamples(): string {
  const folder = copyOfExamples();
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  for (const command of [
    ['init', '-q'],
    ['add', '.'],
    [...author, 'commit', '-qm', 'original'],
  ]) {
    execFileSync('git', command, { cwd: folder });
  }
  return folder;
}

/** Every regular file below a folder with its bytes, to compare before and after. */
export function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(folder, file), readFileSync(file, 'latin1')]),
  );
}
