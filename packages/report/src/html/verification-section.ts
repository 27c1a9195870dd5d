import type { Finding, FreeSite, SiteStatus } from '@freehandle/verifier';
import { circumstances, runWords, siteWords } from '../verification/circumstances.ts';
import { groupFindings } from '../verification/finding-groups.ts';
import {
  outcomeOf,
  type Outcome,
  type ReportedVerdict,
  type VerificationReport,
  type VerifiedDriver,
} from '../verification/verification-report.ts';
import { escape } from './escape.ts';
import { evidenceList, tag, type Tone } from './parts.ts';

const words: Readonly<Record<Outcome, { tone: Tone; text: string }>> = {
  equivalent: { tone: 'good', text: 'equivalent' },
  different: { tone: 'bad', text: 'different' },
  undecided: { tone: 'warn', text: 'not verified' },
  alone: { tone: 'dim', text: 'one form' },
};

/** Every driver: its two forms beside each other, and what became of each finding. */
export function verificationSection(report: VerificationReport): string {
  const { totals } = report;
  return `<h2>Verification</h2>
<ul class="totals">
<li><b>${totals.files}</b> drivers</li>
<li class="good"><b>${totals.equivalent}</b> equivalent</li>
<li class="bad"><b>${totals.different}</b> different</li>
<li class="warn"><b>${totals.undecided}</b> not verified</li>
<li><b>${totals.sites}</b> free sites</li>
<li class="good"><b>${totals.verified}</b> verified</li>
<li class="bad"><b>${totals.refuted}</b> refuted</li>
<li class="warn"><b>${totals.notReached}</b> not reached</li>
<li class="warn"><b>${totals.notCompiled}</b> not compiled</li>
<li><b>${totals.runs}</b> runs</li>
<li><b>${totals.findings}</b> findings</li>
</ul>
${report.drivers.map(driverBlock).join('\n')}`;
}

function driverBlock(driver: VerifiedDriver): string {
  const { before, after } = driver;
  const outcome = words[outcomeOf(driver)];
  const groups =
    before === null ? { gone: [], kept: after.findings, appeared: [] } : groupFindings({ ...driver, before });
  return `<details open>
<summary><h3 style="display:inline">${escape(driver.file)}</h3> ${tag(outcome.tone, outcome.text)}</summary>
${driver.why === null ? '' : `<p>${escape(driver.why)}</p>`}
<p class="dim">${escape(after.profile)}${after.lifecycle.length === 0 ? '' : `; ${escape(after.lifecycle.join(' → '))}`}</p>
<table><tr><th></th><th>allocator</th><th>runs</th><th>free sites reached</th><th>blocks</th><th>findings</th></tr>
${before === null ? '' : form('before', before)}${form(before === null ? 'run' : 'after', after)}</table>
${siteTable(driver.sites)}
${driver.differences.map((text) => `<p class="bad">${escape(text)}</p>`).join('')}
${driver.gaps.map((text) => `<p class="warn">${escape(text)}</p>`).join('')}
${groups.appeared.map((f) => finding(f, 'new after the migration', 'bad')).join('')}
${groups.kept.map((f) => finding(f, null, 'bad')).join('')}
${groups.gone.map((f) => finding(f, 'gone after the migration', 'good')).join('')}
${(before === null ? [after] : [before, after])
  .flatMap(({ allocator, allocatorFindings }) =>
    allocatorFindings.map((f) => finding(f, `not the driver's doing: ${allocator ?? 'allocator'}`, 'dim')),
  )
  .join('')}
</details>`;
}

function siteTable(sites: readonly FreeSite[]): string {
  if (sites.length === 0) return '';
  const rows = sites.map(({ file, line, function: name, status, why, runs, refutedBy }) => {
    const run = refutedBy === null ? '' : ` <span class="dim">${escape(runWords(refutedBy))}</span>`;
    return `<tr><td><code>${escape(`${file}:${line}`)}</code></td><td>${escape(name ?? '')}</td>
<td>${tag(siteTones[status], siteWords[status])}</td><td>${runs}</td><td>${escape(why ?? '')}${run}</td></tr>`;
  });
  return `<table><tr><th>free site</th><th>function</th><th>verdict</th><th>runs</th><th></th></tr>
${rows.join('\n')}</table>`;
}

const siteTones: Readonly<Record<SiteStatus, Tone>> = {
  verified: 'good',
  refuted: 'bad',
  'not-reached': 'warn',
  'not-compiled': 'warn',
};

function form(name: string, verdict: ReportedVerdict): string {
  if (verdict.error !== null) {
    const { file, line, message, hint } = verdict.error;
    return `<tr><th>${name}</th><td colspan="5" class="bad">${escape(`${file}:${line}: ${message}`)} <span class="dim">${escape(hint)}</span></td></tr>`;
  }
  const reached = verdict.sites.filter((site) => site.reached).length;
  const inconclusive = verdict.inconclusive > 0 ? ` (${verdict.inconclusive} inconclusive)` : '';
  return `<tr><th>${name}</th><td>${escape(verdict.allocator ?? '')}</td><td>${verdict.runs}${inconclusive}</td>
<td>${reached} of ${verdict.sites.length}</td><td>${verdict.blocks.reached} of ${verdict.blocks.total}</td><td>${verdict.findings.length}</td></tr>`;
}

function finding(f: Finding, mark: string | null, tone: Tone): string {
  const disturbed = circumstances(f)
    .map((line) => `<p>${escape(line)}</p>`)
    .join('');
  return `<details><summary>${tag(f.severity === 'error' ? 'bad' : 'warn', f.rule)} ${
    mark === null ? '' : tag(tone, mark)
  } <code>${escape(`${f.file}:${f.line}`)}</code> ${escape(f.message)}</summary>${disturbed}${evidenceList(f.evidence)}</details>`;
}
