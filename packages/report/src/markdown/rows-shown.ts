/** A comment on a pull request has room for 65,536 characters; what has no row is in the full report. */
export const ROWS_SHOWN = 100;
