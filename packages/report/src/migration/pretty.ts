import { count } from '../count.ts';
import { paint, type Paint } from '../paint.ts';
import type { MigrationReport, PublishedSite } from './migration-report.ts';

/** How the pretty form is drawn. `diff` is shown first, so that the whole output can be piped into `git apply`. */
export interface PrettyMigration {
  /** Latin-1 decoded, as the codemod's `unifiedDiff` returns it. */
  readonly diff: string;
  readonly written: boolean;
  /** The series that the edits were written to, where one was asked for. */
  readonly patches?: { readonly folder: string; readonly count: number };
  readonly color: boolean;
}

/**
 * The migration for a person in a terminal: the diff, every site that was not rewritten with its reason or for which code was added, the totals.
 * Bytes, because the diff shows the bytes of the sources, whatever their encoding, and the rest is UTF-8.
 */
export function prettyMigration(report: MigrationReport, options: PrettyMigration): Uint8Array {
  const p = paint(options.color);
  const left = report.sites.filter((site) => site.status !== 'safe' || site.retains.length > 0);
  return Buffer.concat([
    Buffer.from(options.diff === '' ? '' : `${coloredDiff(options.diff, p)}\n`, 'latin1'),
    ...left.map((site) => Buffer.from(`${prettySite(site, p)}\n\n`)),
    Buffer.from(`${totals(report, options, p)}\n`),
  ]);
}

function prettySite(site: PublishedSite, p: Paint): string {
  const retained = site.retains.length > 0 ? ', retained' : '';
  const status =
    site.status === 'refused'
      ? p.red(`refused ${site.reason ?? ''}`.trim())
      : site.status === 'safe'
        ? p.green(`safe${retained}`)
        : p.yellow(`review${retained}`);
  const where = `${site.file}:${site.line}:${site.column}`;
  return [
    `${p.bold(where)}  ${status}${site.function === null ? '' : p.dim(`  in ${site.function}`)}`,
    `    ${site.before}`,
    ...(site.after === null ? [] : [`    ${p.green(site.after)}`]),
    ...site.retains.map(({ file, line, what, text }) => p.green(`    + ${file}:${line}  ${what}: ${text}`)),
    ...(site.message === null ? [] : [`    ${site.message}`]),
    ...site.evidence.map(({ file, line, what }) => p.dim(`      ${file}:${line}  ${what}`)),
  ].join('\n');
}

function totals({ totals: t, migration }: MigrationReport, { written, patches }: PrettyMigration, p: Paint): string {
  const parts = [p.green(`${t.safe} safe`), p.yellow(`${t.review} to review`), p.red(`${t.refused} refused`)];
  const lines = [
    `${migration}: ${count(t.sites, 'site')} in ${count(t.files, 'file')}: ${parts.join(', ')}; ` +
      `${count(t.declarations, 'declaration')}, ${t.ms} ms`,
  ];
  if (written) lines.push('Written.');
  else if (patches)
    lines.push(
      `${count(patches.count, 'patch', 'patches')} in ${patches.folder}, for \`git am\`; nothing is changed here.`,
    );
  else if (t.safe + t.declarations > 0) lines.push('Nothing is written yet: --write applies the diff.');
  if (t.review > 0) lines.push('Sites to review are rewritten with --include review.');
  if (t.refused > 0) lines.push('`freehandle explain REASON` tells what would make a refused site possible.');
  return lines.join('\n');
}

function coloredDiff(diff: string, p: Paint): string {
  return diff
    .split('\n')
    .map((line) => {
      if (/^(diff|index|---|\+\+\+) /.test(line)) return p.bold(line);
      if (line.startsWith('@@')) return p.cyan(line);
      if (line.startsWith('+')) return p.green(line);
      if (line.startsWith('-')) return p.red(line);
      return line;
    })
    .join('\n');
}
