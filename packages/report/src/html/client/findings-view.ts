import type { ReportDocument } from './document.ts';
import { h, prose, tag } from './element.ts';
import { allFindings, marksOfFinding, type ShownFinding } from './finding.ts';
import type { Collection } from './master-detail.ts';
import { sourceChain } from './source-chain.ts';

/** Everything that was found, with the way to it. */
export function findingsCollection(report: ReportDocument): Collection<ShownFinding> {
  return {
    view: 'findings',
    one: 'finding',
    items: allFindings(report),
    facets: [
      { name: 'rule', label: 'Rule', of: ({ rule }) => rule },
      { name: 'severity', label: 'Severity', of: ({ severity }) => severity },
      { name: 'by', label: 'Found by', of: ({ by }) => by },
    ],
    text: ({ file, line, rule, message, function: name }) => `${file}:${line} ${rule} ${message} ${name ?? ''}`,
    row: ({ file, line, rule, severity, message }) => [
      h(
        'span',
        { class: 'row-head' },
        tag(severity === 'error' ? 'bad' : 'warn', rule),
        h('code', {}, `${file}:${line}`),
      ),
      h('span', { class: 'row-text' }, ...prose(message)),
    ],
    detail: (finding) => findingDetail(finding, report),
  };
}

function findingDetail(finding: ShownFinding, report: ReportDocument): HTMLElement {
  const { rule, severity, file, line, function: name, message, circumstances, driver } = finding;
  return h(
    'article',
    {},
    h('h2', {}, h('code', {}, `${file}:${line}`), name === null ? null : ` in ${name}`),
    h('p', {}, tag(severity === 'error' ? 'bad' : 'warn', `${severity} ${rule}`), ' ', ...prose(message)),
    ...circumstances.map((text) => h('p', { class: 'dim' }, text)),
    driver === null ? null : h('p', {}, h('a', { href: `#/drivers/${driver}` }, 'See the runs of this driver')),
    sourceChain(marksOfFinding(finding), report.sources),
    h('p', { class: 'dim' }, h('code', {}, `freehandle explain ${rule}`), ' tells what the rule means.'),
  );
}
