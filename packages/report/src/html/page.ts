import type { MigrationReport } from '../migration/migration-report.ts';
import type { VerificationReport } from '../verification/verification-report.ts';
import { escape } from './escape.ts';
import { migrationSection } from './migration-section.ts';
import { style } from './style.ts';
import { verificationSection } from './verification-section.ts';

/** What a page shows; a part that is null was not run. */
export interface PageParts {
  readonly title: string;
  readonly migration: { readonly report: MigrationReport; readonly diff: string } | null;
  readonly verification: VerificationReport | null;
}

/** One self-contained HTML file: no script, no font, no image from anywhere. */
export function htmlPage({ title, migration, verification }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escape(title)}</h1>
${verification === null ? '' : verificationSection(verification)}
${migration === null ? '' : migrationSection(migration.report, migration.diff)}
</body>
</html>
`;
}
