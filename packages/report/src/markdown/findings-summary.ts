import { markdownTable } from 'markdown-table';
import { count } from '../count.ts';
import type { Result } from '../results/result.ts';
import { inlineCode } from './inline-code.ts';
import { ROWS_SHOWN } from './rows-shown.ts';

/** Findings as a comment on a pull request (GitHub's Markdown): errors first. */
export function findingsSummary(results: readonly Result[]): string {
  const errors = results.filter(({ level }) => level === 'error');
  const ordered = [...errors, ...results.filter(({ level }) => level !== 'error')];
  const rows = ordered
    .slice(0, ROWS_SHOWN)
    .map(({ file, line, level, rule, message }) => [
      inlineCode(`${file}:${line}`),
      `${level} ${rule}`,
      message.replaceAll('|', '\\|'),
    ]);
  const rest = ordered.length - rows.length;
  return `${[
    `### Freehandle: ${count(results.length, 'finding')}`,
    ...(rows.length === 0 ? [] : [markdownTable([['place', 'rule', 'finding'], ...rows], { alignDelimiters: false })]),
    ...(rest === 0 ? [] : [`and ${rest} more: see the full report.`]),
  ].join('\n\n')}\n`;
}
