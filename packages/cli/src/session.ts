import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { FreehandleError, type FileProblem } from '@freehandle/c-source';
import { wantsColor, type Io } from './io.ts';
import { progressOn, type Progress } from './progress.ts';
import { replaceFile } from './replace-file.ts';

/** What every command works with: where it writes, whether in colour, and how it is told to stop. */
export interface Session {
  readonly io: Io;
  readonly color: boolean;
  readonly signal: AbortSignal;
  progress(quiet: boolean): Progress;
  print(text: string | Uint8Array): void;
  /** Waits for what was printed. @throws FreehandleError FH2003 when stdout did not take it (a full disk). */
  printed(): Promise<void>;
  /** Says on stderr which files the run went on without. */
  tellProblems(problems: readonly FileProblem[]): Promise<void>;
  /** Writes a report to a file the user named. @throws FreehandleError FH2003 when it cannot be written. */
  save(file: string, text: string | Uint8Array): void;
}

export function createSession(io: Io, options: { color: boolean; signal: AbortSignal }): Session {
  const color = wantsColor(io, options.color);
  let failure: NodeJS.ErrnoException | null = null;
  io.stdout.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  return {
    io,
    color,
    signal: options.signal,
    progress: (quiet) => progressOn(io, quiet),
    print: (text) => void io.stdout.write(text),
    printed: async () => {
      await setImmediate();
      // A reader that went away (`| head`) has seen what it wanted.
      if (failure !== null && failure.code !== 'EPIPE') throw notWritten('stdout', failure);
    },
    tellProblems: async (problems) => {
      const { prettyProblem } = await import('@freehandle/report');
      for (const problem of problems) io.stderr.write(prettyProblem(problem, { color }));
    },
    save: (file, text) => {
      try {
        replaceFile(path.resolve(io.cwd(), file), text);
      } catch (cause) {
        throw notWritten(file, cause as NodeJS.ErrnoException);
      }
    },
  };
}

function notWritten(file: string, cause: NodeJS.ErrnoException): FreehandleError {
  return new FreehandleError(`${file}: the report cannot be written (${cause.code ?? ''})`, {
    code: 'FH2003',
    title: 'Report not written',
    hint: 'Name a file in a folder that exists, that you may write to, and with room left on the disk.',
    cause,
  });
}
