import { FreehandleError } from '@freehandle/c-source';
import type { Scan } from '../plan/scanned-file.ts';
import { searchFiles, type Searched, type SearchTask } from '../search/search-files.ts';

/** What a member of the crew is asked to do; plain data, copied between threads. */
export type Task<S = unknown> =
  ({ readonly kind: 'search' } & SearchTask) | { readonly kind: 'scan'; readonly file: string; readonly settings: S };

/** Scans one file, relative to the root. Never throws for what is in it. */
export type Scanner<S> = (file: string, settings: S) => Scan;

/** Makes a scanner, which keeps what files have in common. @throws FreehandleError when there can be none. */
export type OpenScanner<S> = (settings: S) => Promise<Scanner<S>>;

/** What it answers. */
export type Answer<T extends Task> = T extends { kind: 'search' } ? Searched : Scan;

/** An error that ends the run, as it goes between threads: classes do not. */
export interface Failure {
  readonly failure: { readonly message: string; readonly code: string; readonly title: string; readonly hint: string };
}

/** Does tasks in the thread it is called in. The scanner is opened once, with the settings of the first scan. */
export function taskRunner<S>(open: OpenScanner<S>): <T extends Task<S>>(task: T) => Promise<Answer<T> | Failure> {
  let scanner: Promise<Scanner<S>> | null = null;
  return async <T extends Task<S>>(task: T) => {
    if (task.kind === 'search') return searchFiles(task) as Answer<T>;
    try {
      scanner ??= open(task.settings);
      return (await scanner)(task.file, task.settings) as Answer<T>;
    } catch (error) {
      if (!(error instanceof FreehandleError)) throw error;
      const { message, code, title, hint } = error;
      return { failure: { message, code, title, hint } };
    }
  };
}

/** The answer, or the error it stands for. */
export function answerOf<T extends Task>(result: Answer<T> | Failure): Answer<T> {
  if (!('failure' in result)) return result;
  const { message, ...facts } = result.failure;
  throw new FreehandleError(message, facts);
}
