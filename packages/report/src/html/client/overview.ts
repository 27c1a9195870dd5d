import type { ReportDocument } from './document.ts';
import { counted, duration, h } from './element.ts';
import { valuesOf } from './filter.ts';
import { allFindings, type ShownFinding } from './finding.ts';
import { stackedBar } from './stacked-bar.ts';

/** Rows of a table before the rest is summed up in one. */
const MOST_ROWS = 20;

/** The totals of everything that was run; each leads to what it counts. */
export function overview(report: ReportDocument): HTMLElement {
  const { migration, audit, verification } = report;
  return h(
    'div',
    { class: 'overview' },
    h('h1', {}, report.title),
    migration && migrationPart(migration.report),
    verification && verificationPart(verification.report.totals),
    audit && auditPart(audit.totals),
    findingsPart(allFindings(report)),
    problemsPart(report),
    h('p', { class: 'dim' }, `freehandle ${report.version}. Nothing in this file is loaded from elsewhere.`),
  );
}

type MigrationTotals = NonNullable<ReportDocument['migration']>['report'];

function migrationPart({ migration, totals, sites }: MigrationTotals): HTMLElement {
  const reasons = valuesOf(
    sites.filter(({ status }) => status === 'refused'),
    ({ reason }) => reason ?? '',
  );
  return h(
    'section',
    { 'aria-labelledby': 'of-migration' },
    h('h2', { id: 'of-migration' }, 'Migration ', h('code', {}, migration)),
    stackedBar(counted(totals.sites, 'site'), [
      { label: 'safe', count: totals.safe, tone: 'good', href: '#/sites?status=safe' },
      { label: 'to review', count: totals.review, tone: 'warn', href: '#/sites?status=review' },
      { label: 'refused', count: totals.refused, tone: 'bad', href: '#/sites?status=refused' },
    ]),
    h(
      'p',
      { class: 'dim' },
      `${counted(totals.files, 'file')} looked at, ${counted(totals.declarations, 'declaration')} to change, ${duration(totals.ms)}`,
    ),
    h(
      'div',
      { class: 'side-by-side' },
      reasons.length === 0
        ? null
        : countTable(
            'Refused, by reason',
            'reason',
            reasons,
            (reason) => `#/sites?reason=${encodeURIComponent(reason)}`,
          ),
      folderTable(sites),
    ),
  );
}

/** Where the sites are; the columns and the rows add up. */
function folderTable(sites: MigrationTotals['sites']): HTMLElement {
  const folder = ({ file }: { file: string }): string => file.split('/').slice(0, -1).join('/') || '.';
  const names = valuesOf(sites, folder).map(([name]) => name);
  const shown = new Set(names.slice(0, names.length > MOST_ROWS ? MOST_ROWS - 1 : MOST_ROWS));
  const rowOf = (site: MigrationTotals['sites'][number]): string => (shown.has(folder(site)) ? folder(site) : 'others');
  const counts = (of: typeof sites): HTMLElement[] =>
    [
      of.length,
      ...(['safe', 'review', 'refused'] as const).map((one) => of.filter(({ status }) => status === one).length),
    ].map((count) => h('td', { class: count === 0 ? 'zero' : '' }, count.toLocaleString('en')));
  const head = ['folder', 'sites', 'safe', 'review', 'refused'].map((name) => h('th', { scope: 'col' }, name));
  const rows = [...shown, ...(shown.size < names.length ? ['others'] : [])].map((name) => {
    const label = name === 'others' ? `${names.length - shown.size} other folders` : name;
    const link = name === 'others' ? label : h('a', { href: `#/sites?folder=${encodeURIComponent(name)}` }, label);
    return h('tr', {}, h('th', { scope: 'row' }, link), ...counts(sites.filter((site) => rowOf(site) === name)));
  });
  return h(
    'table',
    { class: 'counts' },
    h('caption', {}, 'By folder'),
    h('thead', {}, h('tr', {}, ...head)),
    h('tbody', {}, ...rows),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row' }, 'all'), ...counts(sites))),
  );
}

type VerificationTotals = NonNullable<ReportDocument['verification']>['report']['totals'];

function verificationPart(totals: VerificationTotals): HTMLElement {
  const outcome = (name: string): string => `#/drivers?outcome=${encodeURIComponent(name)}`;
  return h(
    'section',
    { 'aria-labelledby': 'of-verification' },
    h('h2', { id: 'of-verification' }, 'Verification'),
    stackedBar(counted(totals.files, 'driver'), [
      { label: 'equivalent', count: totals.equivalent, tone: 'good', href: outcome('equivalent') },
      { label: 'different', count: totals.different, tone: 'bad', href: outcome('different') },
      { label: 'not verified', count: totals.undecided, tone: 'warn', href: outcome('not verified') },
      { label: 'in one form only', count: totals.alone, tone: 'dim', href: outcome('one form') },
    ]),
    stackedBar(counted(totals.sites, 'free site'), [
      { label: 'verified', count: totals.verified, tone: 'good' },
      { label: 'refuted', count: totals.refuted, tone: 'bad' },
      { label: 'under-constrained', count: totals.underConstrained, tone: 'warn' },
      { label: 'not reached', count: totals.notReached, tone: 'warn' },
      { label: 'not compiled', count: totals.notCompiled, tone: 'warn' },
    ]),
    h('p', { class: 'dim' }, `${counted(totals.runs, 'run')}, ${duration(totals.ms)}`),
  );
}

function auditPart(totals: NonNullable<ReportDocument['audit']>['totals']): HTMLElement {
  return h(
    'section',
    { 'aria-labelledby': 'of-audit' },
    h('h2', { id: 'of-audit' }, 'Audit'),
    stackedBar(counted(totals.findings, 'finding'), [
      { label: 'errors', count: totals.errors, tone: 'bad', href: '#/findings?severity=error' },
      { label: 'warnings', count: totals.warnings, tone: 'warn', href: '#/findings?severity=warning' },
    ]),
    h(
      'p',
      { class: 'dim' },
      `${totals.audited.toLocaleString('en')} of ${counted(totals.files, 'file')} mention the API; ` +
        `${counted(totals.unfinished, 'function')} had more paths than were followed; ${duration(totals.ms)}`,
    ),
  );
}

function findingsPart(findings: readonly ShownFinding[]): HTMLElement | null {
  if (findings.length === 0) return null;
  const rules = valuesOf(findings, ({ rule }) => rule);
  return countTable('Findings, by rule', 'rule', rules, (rule) => `#/findings?rule=${encodeURIComponent(rule)}`);
}

/** What could not be read, parsed or followed to its end: nothing above speaks of it. */
function problemsPart({ migration, audit }: ReportDocument): HTMLElement | null {
  const problems = [...(migration?.report.problems ?? []), ...(audit?.problems ?? [])].map(
    ({ file, code, message, hint }) => ({ file, what: `${message}. ${hint}`, code }),
  );
  const unfinished = (audit?.unfinished ?? []).map(({ file, line, function: name }) => ({
    file: `${file}:${line}`,
    what: `${name} has too many paths; some were not followed`,
    code: '',
  }));
  const rows = [...problems, ...unfinished];
  if (rows.length === 0) return null;
  return h(
    'details',
    { class: 'problems' },
    h('summary', {}, `${counted(rows.length, 'place')} that could not be looked at, or not to the end`),
    h(
      'ul',
      {},
      ...rows.map(({ file, what, code }) =>
        h('li', {}, h('code', {}, file), ` ${what} `, h('span', { class: 'dim' }, code)),
      ),
    ),
  );
}

function countTable(
  title: string,
  column: string,
  rows: readonly (readonly [string, number])[],
  href: (value: string) => string,
): HTMLElement {
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  return h(
    'table',
    { class: 'counts' },
    h('caption', {}, title),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, column), h('th', { scope: 'col' }, 'number'))),
    h(
      'tbody',
      {},
      ...rows.map(([value, count]) =>
        h('tr', {}, h('th', { scope: 'row' }, h('a', { href: href(value) }, value)), h('td', {}, String(count))),
      ),
    ),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row' }, 'all'), h('td', {}, String(total)))),
  );
}
