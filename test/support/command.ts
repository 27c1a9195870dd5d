import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The top folder of the repository, with a final slash. */
export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The built command, as a file. */
export const binary = `${repository}packages/cli/bin/freehandle.js`;

/** What a finished command left behind; output decoded as Latin-1, so that a character is a byte. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `freehandle` as a user would, with its output in pipes. */
export function freehandle(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; interruptAfterMs?: number } = {},
): Promise<Finished> {
  return finished(process.execPath, [binary, ...args], options);
}

/** Runs any program to its end. */
export function finished(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; interruptAfterMs?: number; input?: string } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? repository,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...options.env },
    });
    const out = { stdout: '', stderr: '' };
    child.stdout!.setEncoding('latin1').on('data', (text: string) => (out.stdout += text));
    child.stderr!.setEncoding('latin1').on('data', (text: string) => (out.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...out }));
    child.stdin?.end(options.input, 'latin1');
    if (options.interruptAfterMs !== undefined) setTimeout(() => child.kill('SIGINT'), options.interruptAfterMs);
  });
}
