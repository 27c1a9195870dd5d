import { pageMapSigns } from '@freehandle/model';
import type { AuditReport } from '../audit/audit-report.ts';
import type { MigrationReport } from '../migration/migration-report.ts';
import type { DriverRuns } from '../verification/driver-runs.ts';
import type { VerificationReport } from '../verification/verification-report.ts';
import type { ReportDocument } from './client/document.ts';
import { clientScript } from './client-script.ts';
import { escape, jsonForScript, sourceHash } from './escape.ts';
import { excerptsOf, textOf, type ReadSource } from './excerpts.ts';
import { shownPlaces } from './shown-places.ts';
import { style } from './style.ts';

/** What a page shows; a part that is left out was not run. */
export interface PageParts {
  readonly title: string;
  readonly version: string;
  readonly migration?: { readonly report: MigrationReport; readonly diff: string } | null;
  readonly audit?: AuditReport;
  readonly verification?: VerificationReport;
  /** The runs of the drivers verified, for those that have any. */
  readonly runs?: readonly DriverRuns[];
  readonly readSource: ReadSource;
}

/**
 * One self-contained HTML file: nothing is fetched from anywhere, and the page's own policy forbids it. Everything shown is
 * data in the page; its script, which is the only one the policy lets run, puts it there as text.
 */
export function htmlPage({ title, version, readSource, ...parts }: PageParts): string {
  const shown: Omit<ReportDocument, 'sources'> = {
    title,
    version,
    migration: parts.migration ? { ...parts.migration, diff: readable(parts.migration.diff) } : null,
    audit: parts.audit ?? null,
    verification: parts.verification ? { report: parts.verification, runs: parts.runs ?? [] } : null,
    pageSigns: pageMapSigns,
  };
  const data: ReportDocument = { ...shown, sources: excerptsOf(shownPlaces(shown), readSource) };
  const script = clientScript();
  const policy = `default-src 'none'; style-src '${sourceHash(style)}'; script-src '${sourceHash(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<link rel="icon" href="data:,">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<noscript>This report needs JavaScript; <code>--format markdown</code> and <code>--format json</code> do not.</noscript>
<script type="application/json" id="report">${jsonForScript(data)}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

/** A patch whose characters are bytes, as text: file by file, for each has its own encoding. */
function readable(diff: string): string {
  return diff
    .split(/^(?=diff --git )/m)
    .map((ofFile) => textOf(Buffer.from(ofFile, 'latin1')))
    .join('');
}
