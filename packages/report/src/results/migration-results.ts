import type { Plan, Site, SiteStatus } from '@freehandle/codemod';
import { recognisable } from './fingerprint.ts';
import type { Fix, Result } from './result.ts';

/** One result a site. Sites with a status in `written` are settled. */
export function migrationResults(plan: Plan, written: readonly SiteStatus[]): Result[] {
  return recognisable(
    plan.sites.map((site) => ({
      rule: site.reason ?? plan.migration,
      level: site.status === 'safe' ? 'note' : 'warning',
      file: site.file,
      line: site.line,
      column: site.column,
      function: site.function,
      message: messageOf(site),
      code: site.before,
      path: site.evidence,
      fixes: site.status === 'safe' ? fixesOf(site) : [],
      settled: written.includes(site.status),
    })),
  );
}

function messageOf({ before, after, message, status }: Site): string {
  if (after === null) return `${before} is left as it is: ${message ?? ''}`.trimEnd();
  return status === 'safe' ? `${before} becomes ${after}` : `${before} may become ${after}: ${message ?? ''}`.trimEnd();
}

function fixesOf(site: Site): Fix[] {
  return [
    ...site.retains.map(({ file, what, edits }) => ({ file, what, edits })),
    { file: site.file, what: site.after ?? '', edits: site.edits },
  ];
}
