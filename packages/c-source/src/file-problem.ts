/** A file that could not be taken in; the run goes on without it. */
export interface FileProblem {
  readonly file: string;
  /** Stable code: FH1001 missing or unreadable, FH1002 not a regular file, FH1003 binary, FH1004 too large, FH1005 parse limit. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}
