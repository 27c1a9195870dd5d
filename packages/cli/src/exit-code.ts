/** The contract with scripts and CI. */
export const exitCode = {
  /** Nothing left to do. */
  clean: 0,
  /** Findings, or sites left unmigrated. */
  findings: 1,
  /** Wrong usage, bad configuration or unreadable input. */
  trouble: 2,
  /** Interrupted, with nothing half-written. */
  interrupted: 130,
} as const;
