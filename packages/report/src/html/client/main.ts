import { diffView } from './diff-view.ts';
import type { ReportDocument } from './document.ts';
import { driversCollection } from './drivers-view.ts';
import { h } from './element.ts';
import { findingsCollection } from './findings-view.ts';
import { masterDetail } from './master-detail.ts';
import { overview } from './overview.ts';
import { readRoute, type Route } from './route.ts';
import { sitesCollection } from './sites-view.ts';
import { themeButton } from './theme.ts';

/** A part of the page that has a place in its navigation. */
interface View {
  readonly name: string;
  readonly label: string;
  /** What it has; a view that has nothing is not there. */
  readonly count: number | null;
  readonly show: (route: Route) => HTMLElement;
}

const report = JSON.parse(document.getElementById('report')!.textContent) as ReportDocument;
const [sites, findings, drivers] = [sitesCollection(report), findingsCollection(report), driversCollection(report)];
const diff = report.migration?.diff ?? '';
const all: readonly View[] = [
  { name: 'overview', label: 'Overview', count: null, show: () => overview(report) },
  { name: 'sites', label: 'Sites', count: sites.items.length, show: (route) => masterDetail(sites, route) },
  { name: 'findings', label: 'Findings', count: findings.items.length, show: (route) => masterDetail(findings, route) },
  { name: 'drivers', label: 'Drivers', count: drivers.items.length, show: (route) => masterDetail(drivers, route) },
  { name: 'diff', label: 'Diff', count: diff === '' ? 0 : null, show: () => diffView(diff) },
];
const views = all.filter(({ count }) => count !== 0);

const links = new Map(
  views.map(({ name, label, count }) => {
    const number = count === null ? null : h('span', { class: 'number' }, count.toLocaleString('en'));
    return [name, h('a', { href: `#/${name}` }, label, number)];
  }),
);
const main = h('main', { id: 'main', tabindex: -1 });

function show(): void {
  const route = readRoute(location.hash);
  const view = views.find(({ name }) => name === route.view) ?? views[0]!;
  for (const [name, link] of links) {
    if (name === view.name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${view.label} · ${report.title}`;
  main.replaceChildren(view.show(route));
}

document.body.append(
  h('a', { class: 'skip', href: '#main', onclick: skip }, 'To the content'),
  h(
    'header',
    {},
    h('span', { class: 'brand' }, report.title),
    h('nav', { 'aria-label': 'Parts of the report' }, ...links.values()),
    themeButton(),
  ),
  main,
);

function skip(event: Event): void {
  event.preventDefault();
  main.focus();
}

addEventListener('hashchange', show);
addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return;
  const search = document.querySelector<HTMLInputElement>('.search');
  if (search === null) return;
  event.preventDefault();
  search.focus();
});
show();
