import type { MigrationReport, PublishedSite } from '../migration/migration-report.ts';
import { escape } from './escape.ts';
import { evidenceList, tag } from './parts.ts';

const tone = { safe: 'good', review: 'warn', refused: 'bad' } as const;

/** Every site with its two forms, its reason and the chain from the allocation; then the diff. */
export function migrationSection(report: MigrationReport, diff: string): string {
  return `<h2>Migration <code>${escape(report.migration)}</code></h2>
<ul class="totals">
<li><b>${report.totals.sites}</b> sites</li>
<li class="good"><b>${report.totals.safe}</b> safe</li>
<li class="warn"><b>${report.totals.review}</b> to review</li>
<li class="bad"><b>${report.totals.refused}</b> refused</li>
<li><b>${report.totals.declarations}</b> declarations</li>
</ul>
${report.sites.map(site).join('\n')}
<h2>Diff</h2>
<pre>${diff.split('\n').map(diffLine).join('')}</pre>`;
}

function site(s: PublishedSite): string {
  const after = s.after === null ? '' : `<code class="add">${escape(s.after)}</code>`;
  return `<details>
<summary>${tag(tone[s.status], s.reason ?? s.status)} ${escape(`${s.file}:${s.line}`)} <code>${escape(s.before)}</code></summary>
<code class="del">${escape(s.before)}</code>${after}
${s.message === null ? '' : `<p>${escape(s.message)}</p>`}
${evidenceList(s.evidence)}
</details>`;
}

function diffLine(line: string): string {
  const kind = line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : 'same';
  return `<span class="${kind}">${escape(line)}\n</span>`;
}
