import type { DriverVerdict, Finding } from '@freehandle/verifier';

/** What is told of one form of a driver. */
type RunForm = Pick<DriverVerdict, 'findings' | 'error'>;

/** What became of each finding of the original. */
export interface FindingGroups {
  /** Shown by the original, gone from the migrated driver. */
  readonly gone: readonly Finding[];
  /** Shown by both; as the migrated driver shows it. */
  readonly kept: readonly Finding[];
  /** Shown only by the migrated driver. */
  readonly appeared: readonly Finding[];
}

/**
 * Pairs findings by rule, function and how many of that rule came before in it: a rewritten call may take more
 * lines, so a line number says nothing about what is the same.
 */
export function groupFindings({ before, after }: { before: RunForm; after: RunForm }): FindingGroups {
  const original = keyed(before.findings);
  const migrated = keyed(after.findings);
  return {
    gone: after.error === null ? [...original].filter(([key]) => !migrated.has(key)).map(([, f]) => f) : [],
    kept: [...migrated].filter(([key, f]) => !isNew(original.get(key), f)).map(([, f]) => f),
    appeared: [...migrated].filter(([key, f]) => isNew(original.get(key), f)).map(([, f]) => f),
  };
}

/** What took a fault before and takes none now is new, and worse. */
function isNew(original: Finding | undefined, migrated: Finding): boolean {
  return original === undefined || (needsFault(original) && !needsFault(migrated));
}

function needsFault({ run }: Finding): boolean {
  return run === null || run.faults.length > 0 || run.interrupt !== null;
}

function keyed(findings: readonly Finding[]): Map<string, Finding> {
  const seen = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const kind = `${finding.rule} ${finding.function ?? ''}`;
      const nth = seen.get(kind) ?? 0;
      seen.set(kind, nth + 1);
      return [`${kind} ${nth}`, finding];
    }),
  );
}
