/** A file that could not be taken in; the run goes on without it. */
export interface FileProblem {
  readonly file: string;
  /**
   * Stable code: FH1001 missing or unreadable, FH1002 not a regular file, FH1003 binary, FH1004 too large and mentions the API,
   * FH1005 over a parse limit, FH1007 the analysis broke on it, FH1008 mentions the API in a comment, string or character constant that is not closed,
   * FH1009 has calls of neither the old form nor the new, FH1010 a comment that is to leave out findings leaves out none.
   */
  readonly code: string;
  /** A warning is worth a line but is no failure of the run. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
}
