import type { PublishedSite } from '../../migration/migration-report.ts';
import type { Mark } from './chain-layout.ts';
import type { ReportDocument } from './document.ts';
import { h, prose, tag } from './element.ts';
import { insertedParts } from './inserted-parts.ts';
import type { Collection } from './master-detail.ts';
import { sourceChain } from './source-chain.ts';

const tones = { safe: 'good', review: 'warn', refused: 'bad' } as const;

/** Every call of the old form, and what becomes of it. */
export function sitesCollection(report: ReportDocument): Collection<PublishedSite> {
  return {
    view: 'sites',
    one: 'site',
    items: report.migration?.report.sites ?? [],
    facets: [
      { name: 'status', label: 'Status', of: ({ status }) => status },
      { name: 'reason', label: 'Reason', of: ({ reason }) => reason ?? 'none' },
      { name: 'folder', label: 'Folder', of: ({ file }) => file.split('/').slice(0, -1).join('/') || '.' },
    ],
    text: ({ file, line, before, after, function: name, reason, status }) =>
      `${file}:${line} ${before} ${after ?? ''} ${name ?? ''} ${reason ?? ''} ${status}`,
    row: ({ file, line, before, status, reason }) => [
      h('span', { class: 'row-head' }, tag(tones[status], reason ?? status), h('code', {}, `${file}:${line}`)),
      h('code', { class: 'row-text' }, before),
    ],
    detail: (site) => siteDetail(site, report),
  };
}

function siteDetail(site: PublishedSite, report: ReportDocument): HTMLElement {
  const { file, line, function: name, before, after, status, reason, message, retains } = site;
  return h(
    'article',
    {},
    h('h2', {}, h('code', {}, `${file}:${line}`), name === null ? null : ` in ${name}`),
    h(
      'p',
      {},
      tag(tones[status], status),
      reason === null ? null : tag('dim', reason),
      ...(message === null ? [] : [' ', ...prose(message)]),
    ),
    h(
      'div',
      { class: 'change' },
      h('pre', { class: after === null ? '' : 'old' }, h('span', { class: 'sr' }, 'before: '), before),
      after === null
        ? null
        : h(
            'pre',
            { class: 'new' },
            h('span', { class: 'sr' }, 'after: '),
            ...insertedParts(before, after).map(({ text, inserted }) => (inserted ? h('ins', {}, text) : text)),
          ),
    ),
    ...retains.map((one) =>
      h('p', {}, 'Adds ', h('code', {}, one.text.trim()), `: ${one.what}, ${one.file}:${one.line}`),
    ),
    sourceChain(marksOf(site), report.sources),
    reason === null
      ? null
      : h('p', { class: 'dim' }, h('code', {}, `freehandle explain ${reason}`), ' tells more, and the way out.'),
  );
}

function marksOf({ file, line, evidence, size, handle }: PublishedSite): Mark[] {
  const way = evidence.map((one): Mark => ({ ...one, form: 'tree', kind: 'way' }));
  const last = way.at(-1);
  const free: Mark[] =
    last?.file === file && last.line === line
      ? []
      : [{ form: 'tree', file, line, what: way.length === 0 ? 'freed here' : 'the call', kind: 'way' }];
  const origins = [
    { kind: 'size' as const, origin: size },
    { kind: 'handle' as const, origin: handle },
  ].flatMap(({ kind, origin }): Mark[] =>
    origin?.from ? [{ form: 'tree', ...origin.from, what: `${kind}: ${origin.text}`, text: origin.text, kind }] : [],
  );
  return [...way, ...free, ...origins];
}
