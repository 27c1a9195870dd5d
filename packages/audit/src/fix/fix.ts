import type { Edit } from '@freehandle/c-source';

/** An edit that says what it replaces, so that it is never made in another text. */
export interface FixEdit extends Edit {
  readonly before: string;
}

/** What repairs a finding: edits of its file, made in full or not at all. */
export interface Fix {
  /** What the code becomes. */
  readonly what: string;
  readonly edits: readonly FixEdit[];
}
