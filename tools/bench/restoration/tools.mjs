/** The tools that are measured, each run on a stripped tree and writing in place. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measuredRun } from './measured-run.mjs';

const command = fileURLToPath(new URL('../../../packages/cli/bin/freehandle.js', import.meta.url));

/** @returns `{ run, report }`, the report being what `--format json` says, or null */
export async function runFreehandle(folder) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'freehandle-report-'));
  const output = path.join(scratch, 'report.json');
  try {
    // no cache: the time is that of a first run; --force: the scratch copy may lie inside a repository
    const form = ['--format', 'json', '--quiet', '--output', output];
    const args = ['migrate', '--write', '--force', '--no-cache', '--include', 'review', ...form, '.'];
    const run = await measuredRun(process.execPath, [command, ...args], { cwd: folder });
    if (run.status !== 0 && run.status !== 1) throw new Error(`freehandle ended with ${run.status}:\n${run.stderr}`);
    return { run, report: JSON.parse(readFileSync(output, 'utf8')) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Coccinelle with a semantic patch; null when spatch is not installed. */
export async function runSpatch(folder, patch) {
  const version = await measuredRun('spatch', ['--version']);
  if (version.status !== 0) return null;
  const args = [
    '--very-quiet',
    '--timeout',
    '300',
    '--sp-file',
    path.resolve(patch),
    '-j',
    '2',
    '--in-place',
    '--dir',
    folder,
  ];
  return measuredRun('spatch', args, {
    cwd: path.dirname(path.resolve(patch)),
    env: { INFER_LIB: path.dirname(path.resolve(patch)) },
  });
}
