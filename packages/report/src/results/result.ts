import type { Edit } from '@freehandle/c-source';

/** A place that has to do with a result, and what happens there. */
export interface Step {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly what: string;
}

/** What repairs a result: edits of one file. */
export interface Fix {
  readonly file: string;
  readonly what: string;
  readonly edits: readonly Edit[];
}

/**
 * One thing that a report says of one place, whatever command found it. The formats that other tools read (SARIF, JUnit,
 * Markdown) are made from it. Paths are relative to the folder the command was started in, with `/`.
 */
export interface Result {
  /** A rule's id, a refusal's reason or a migration's name; {@link subjects} explains it. */
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in bytes; null where only the line is known. */
  readonly column: number | null;
  readonly function: string | null;
  /** One or two sentences. */
  readonly message: string;
  /** The code it is about. */
  readonly code: string;
  /** What it is recognised by when lines have moved: 32 hexadecimal digits. */
  readonly fingerprint: string;
  /** From the allocation to the place itself, in the order in which they run. */
  readonly path: readonly Step[];
  /** Made in full or not at all. */
  readonly fixes: readonly Fix[];
  /** True where nothing is left to do: the edit was written. */
  readonly settled: boolean;
}
