import { markdownTable } from 'markdown-table';
import { count } from '../count.ts';
import type { MigrationReport, PublishedSite } from '../migration/migration-report.ts';
import { inlineCode } from './inline-code.ts';
import { ROWS_SHOWN } from './rows-shown.ts';

/** A migration as a comment on a pull request (GitHub's Markdown): the totals, and the sites left with their reasons. */
export function migrationSummary(report: MigrationReport, { written }: { written: boolean }): string {
  const { totals } = report;
  const left = report.sites.filter(({ status }) => status !== 'safe');
  return `${[
    `### Freehandle: ${report.migration}`,
    `${count(totals.sites, 'site')} in ${count(totals.files, 'file')}${written ? ', written' : ''}`,
    markdownTable(
      [
        ['safe', 'to review', 'refused', 'declarations', 'problems'],
        [totals.safe, totals.review, totals.refused, totals.declarations, totals.problems].map(String),
      ],
      { align: 'r' },
    ),
    ...(left.length === 0 ? [] : [details(left)]),
  ].join('\n\n')}\n`;
}

function details(left: readonly PublishedSite[]): string {
  const rows = left
    .slice(0, ROWS_SHOWN)
    .map((site) => [
      inlineCode(`${site.file}:${site.line}`),
      site.reason ?? site.status,
      inlineCode(site.after ?? site.before),
      (site.message ?? '').replaceAll('|', '\\|'),
    ]);
  const rest = left.length - rows.length;
  return [
    `<details><summary>${count(left.length, 'site')} to look at</summary>`,
    markdownTable([['place', 'status', 'call', 'why'], ...rows], { alignDelimiters: false }),
    ...(rest === 0 ? [] : [`and ${count(rest, 'site')} more: see the full report.`]),
    '</details>',
  ].join('\n\n');
}
