import type { Finding, SiteStatus } from '@freehandle/verifier';
import { count } from '../count.ts';
import { paint, type Paint } from '../paint.ts';
import { circumstances, runWords, siteWords } from './circumstances.ts';
import { groupFindings } from './finding-groups.ts';
import { outcomeOf } from './outcome.ts';
import {
  sitesLeft,
  type ReportedVerdict,
  type VerificationReport,
  type VerifiedDriver,
} from './verification-report.ts';

/** The verification for a person in a terminal: a block a driver, then the totals. */
export function prettyVerification(report: VerificationReport, options: { readonly color: boolean }): string {
  const p = paint(options.color);
  return [...report.drivers.map((driver) => `${prettyDriver(driver, p)}\n\n`), `${totals(report, p)}\n`].join('');
}

function prettyDriver(driver: VerifiedDriver, p: Paint): string {
  const { before, after } = driver;
  const lines = [`${p.bold(driver.file)}  ${verdictOf(driver, p)}`];
  if (before !== null && sameError(before, after)) lines.push(`  both    ${formOf(after, p)}`);
  else {
    if (before !== null) lines.push(`  before  ${formOf(before, p)}`);
    lines.push(`  ${before === null ? 'ran   ' : 'after '}  ${formOf(after, p)}`);
  }
  if (after.lifecycle.length > 0) lines.push(p.dim(`  called  ${after.lifecycle.join(' → ')}`));
  lines.push(p.dim(`  with    ${after.profile}`));
  lines.push(...siteLines(driver, p));
  for (const gap of driver.gaps) lines.push(p.yellow(`  gap     ${gap}`));
  lines.push(...new Set([before, after].flatMap((verdict) => (verdict === null ? [] : allocatorLine(verdict, p)))));
  for (const difference of driver.differences) lines.push(p.red(`  differs ${difference}`));

  const groups =
    before === null ? { gone: [], kept: after.findings, appeared: [] } : groupFindings({ ...driver, before });
  for (const finding of groups.appeared) lines.push(...prettyFinding(finding, p.red('new'), p));
  for (const finding of groups.kept) lines.push(...prettyFinding(finding, '', p));
  for (const finding of groups.gone) lines.push(...prettyFinding(finding, p.green('gone after the migration'), p));
  return lines.join('\n');
}

/** What the allocator does wrong by itself: `ppc-map1 by itself: F2 in 3 places, F4`. */
function allocatorLine({ allocator, allocatorFindings }: ReportedVerdict, p: Paint): string[] {
  if (allocatorFindings.length === 0) return [];
  const places = new Map<string, number>();
  for (const { rule } of allocatorFindings) places.set(rule, (places.get(rule) ?? 0) + 1);
  const list = [...places].map(([rule, n]) => (n === 1 ? rule : `${rule} in ${n} places`));
  return [p.dim(`  not the driver's doing: ${allocator ?? 'the allocator'} by itself breaks ${list.join(', ')}`)];
}

function verdictOf(driver: VerifiedDriver, p: Paint): string {
  const { before, after, why } = driver;
  switch (outcomeOf(driver)) {
    case 'equivalent':
      return p.green('equivalent') + leftOver(driver, 'compared', p);
    case 'different':
      return p.red('different');
    case 'undecided':
      if (before === null || sameError(before, after)) return p.yellow('not verified');
      return p.yellow(`not compared: ${why ?? 'one form could not be run'}`);
    case 'alone':
      if (after.findings.length > 0) return p.red(count(after.findings.length, 'finding'));
      return p.green(isCovered(driver) ? 'clean' : 'no findings') + leftOver(driver, 'verified', p);
  }
}

/** Whether the verdict speaks of the whole driver. */
function isCovered(driver: VerifiedDriver): boolean {
  return driver.gaps.length === 0 && sitesLeft(driver) === 0;
}

/** A line for each free site; one for all of them where the driver was not run. */
function siteLines({ after, sites }: VerifiedDriver, p: Paint): string[] {
  const shown = (status: SiteStatus, text: string): string => `  site    ${colour[status](p)(text)}`;
  if (after.error !== null && sites.length > 0 && sites.every(({ status }) => status === sites[0]!.status)) {
    return [shown(sites[0]!.status, `${count(sites.length, 'free site')} ${siteWords[sites[0]!.status]}`)];
  }
  return sites.map(({ file, line, function: name, status, why, runs, refutedBy }) => {
    const told = why === null ? ` in ${count(runs, 'run')}` : `: ${why}${refutedBy ? ` (${runWords(refutedBy)})` : ''}`;
    return shown(status, `${file}:${line}${name === null ? '' : ` ${name}`}  ${siteWords[status]}${told}`);
  });
}

const colour: Readonly<Record<SiteStatus, (p: Paint) => (text: string) => string>> = {
  verified: (p) => p.green,
  refuted: (p) => p.red,
  'under-constrained': (p) => p.yellow,
  'not-reached': (p) => p.yellow,
  'not-compiled': (p) => p.yellow,
};

/** `, but 1 of 4 free sites not compared`: no verdict is better than what it covers. */
function leftOver(driver: VerifiedDriver, what: string, p: Paint): string {
  const left = sitesLeft(driver);
  return left === 0 ? '' : p.yellow(`, but ${left} of ${count(driver.sites.length, 'free site')} not ${what}`);
}

function sameError(before: ReportedVerdict, after: ReportedVerdict): boolean {
  return before.error !== null && before.error.message === after.error?.message;
}

function formOf(verdict: ReportedVerdict, p: Paint): string {
  if (verdict.error !== null) {
    const { file, line, message, hint } = verdict.error;
    return `${p.red(line > 0 ? `${file}:${line}: ${message}` : message)} ${p.dim(`(${hint})`)}`;
  }
  const reached = verdict.sites.filter((site) => site.by === 'lifecycle').length;
  return [
    (verdict.allocator ?? '').padEnd(9),
    count(verdict.runs, 'run') + (verdict.inconclusive > 0 ? ` (${verdict.inconclusive} inconclusive)` : ''),
    `${reached} of ${count(verdict.sites.length, 'free site')} reached`,
    ...(verdict.underConstrainedRuns > 0 ? [`${verdict.underConstrainedRuns} under-constrained`] : []),
    `${verdict.blocks.reached} of ${verdict.blocks.total} blocks`,
    count(verdict.findings.length, 'finding'),
  ].join('  ');
}

function prettyFinding(finding: Finding, mark: string, p: Paint): string[] {
  const severity = finding.severity === 'error' ? p.red(finding.rule) : p.yellow(finding.rule);
  const where = `${finding.file}:${finding.line}`;
  return [
    `  ${severity}  ${where}${finding.function === null ? '' : ` ${finding.function}`}: ${finding.message}${mark === '' ? '' : `  [${mark}]`}`,
    ...circumstances(finding).map((line) => p.dim(`        ${line}`)),
    ...finding.evidence.map(({ file, line, what }) => p.dim(`        ${file}:${line}  ${what}`)),
  ];
}

function totals({ totals: t }: VerificationReport, p: Paint): string {
  const verdicts = [
    ...(t.equivalent > 0 ? [p.green(`${t.equivalent} equivalent`)] : []),
    ...(t.different > 0 ? [p.red(`${t.different} different`)] : []),
    ...(t.undecided > 0 ? [p.yellow(`${t.undecided} not verified or not compared`)] : []),
    ...(t.alone > 0 ? [`${t.alone} run in one form`] : []),
  ];
  if (t.files === 0) return 'no drivers: no C file here calls the API, so nothing was compiled or run';
  const sites = [
    ...(t.verified > 0 ? [p.green(`${t.verified} verified`)] : []),
    ...(t.refuted > 0 ? [p.red(`${t.refuted} refuted`)] : []),
    ...(t.underConstrained > 0 ? [p.yellow(`${t.underConstrained} under-constrained`)] : []),
    ...(t.notReached > 0 ? [p.yellow(`${t.notReached} not reached`)] : []),
    ...(t.notCompiled > 0 ? [p.yellow(`${t.notCompiled} not compiled`)] : []),
  ];
  const freeSites = t.sites === 0 ? '' : `${count(t.sites, 'free site')}: ${sites.join(', ')}; `;
  return `${count(t.files, 'driver')}: ${verdicts.join(', ')}; ${freeSites}${count(t.findings, 'finding')} in ${count(t.runs, 'run')}, ${t.ms} ms`;
}
