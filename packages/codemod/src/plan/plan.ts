import type { Edit, FileProblem } from '@freehandle/c-source';
import type { RefusalReason } from '../refusals/refusal.ts';

/** `safe`: proved. `review`: plausible, not proved. `refused`: nothing is offered, `reason` says why. */
export type SiteStatus = 'safe' | 'review' | 'refused';

/** Where an argument's text comes from; `from` is null when the text stands in the call itself. */
export interface Origin {
  readonly text: string;
  readonly from: { readonly file: string; readonly line: number } | null;
}

/** One link of the chain from the allocation to the free. */
export interface Evidence {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** Code that `--retain` adds so that the call has its arguments: a member, a variable, a store, a test. */
export interface Retained {
  readonly file: string;
  /** Where in the file as it is, 1-based: the line that it follows or changes. */
  readonly line: number;
  /** What it is, as in `member area_dma of struct stream`. */
  readonly what: string;
  /** The code added. */
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** A call of the old form and what becomes of it. `after` and `edits` are null and empty when refused. */
export interface Site {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string | null;
  readonly before: string;
  readonly after: string | null;
  readonly status: SiteStatus;
  readonly reason: RefusalReason | null;
  /** One sentence: why, and what would make it possible. Null for safe sites. */
  readonly message: string | null;
  readonly size: Origin | null;
  readonly handle: Origin | null;
  readonly evidence: readonly Evidence[];
  readonly edits: readonly Edit[];
  /** What the site's edits rest on, in any file; applied with them or not at all. Several sites may share one. */
  readonly retains: readonly Retained[];
}

/** The order of sites in a plan: by file, then as they stand in it. */
export function bySite(a: Site, b: Site): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
}

/** A declaration of the old API and its new form. Applied with the sites of status `safe`. */
export interface Declaration {
  readonly file: string;
  readonly line: number;
  readonly kind: 'prototype' | 'definition' | 'macro' | 'function-pointer';
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
}

/** What a migration would do; plain data, serialisable. `file` everywhere is relative to the root, with `/`. */
export interface Plan {
  readonly migration: string;
  /** The directory that `file` is relative to. */
  readonly root: string;
  /** Number of files scanned, whether or not they mention the API. */
  readonly files: number;
  readonly sites: readonly Site[];
  readonly declarations: readonly Declaration[];
  readonly problems: readonly FileProblem[];
  /** Content hash of each file with edits, as read; a file that changed since is not written. */
  readonly hashes: Readonly<Record<string, string>>;
}
