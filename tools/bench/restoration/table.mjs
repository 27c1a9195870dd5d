/** Counts of scored sites, as figures and as a Markdown table. */
import { categories } from './category.mjs';
import { successes, verdicts } from './judged.mjs';
import { classes } from './score.mjs';

const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
export const isRight = (site) =>
  site.class === 'exact' ||
  site.class === 'equivalent' ||
  (site.class === 'different' && successes.has(site.judgement?.verdict));

/** Numbers of `sites` by class and, of the different ones, by verdict. */
export function count(sites) {
  const figures = { sites: sites.length, right: sites.filter(isRight).length };
  for (const name of classes) figures[name] = sites.filter((site) => site.class === name).length;
  const different = sites.filter((site) => site.class === 'different');
  figures.judged = Object.fromEntries(
    [...Object.keys(verdicts), 'unjudged'].map((verdict) => [
      verdict,
      different.filter((site) => (site.judgement?.verdict ?? 'unjudged') === verdict).length,
    ]),
  );
  return figures;
}

const columns = ['sites', 'exact', 'equivalent', 'different', 'refused', 'lost', 'right', ''];

/** Markdown rows for groups `[title, sites]`; empty groups are left out. */
export function table(title, groups) {
  const rows = groups
    .filter(([, sites]) => sites.length > 0)
    .map(([name, sites]) => {
      const figures = count(sites);
      return [name, ...columns.slice(0, -1).map((column) => figures[column]), percent(figures.right, figures.sites)];
    });
  return markdown([title, ...columns], rows);
}

export const markdown = (head, rows) => {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, nth) => (nth === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
};

const groups = (sites, key, order) => {
  const names = order ?? [...new Set(sites.map(key))];
  const sized = names.map((name) => [name, sites.filter((site) => key(site) === name)]);
  return order === undefined ? sized.sort((a, b) => b[1].length - a[1].length) : sized;
};

/** The whole result as Markdown. */
export function resultTables(sites) {
  const figures = count(sites);
  const refused = sites.filter((site) => site.class === 'refused');
  const safe = sites.filter((site) => site.status === 'safe');
  const judged = (some) => count(some).judged;
  return [
    table('all', [['sites', sites]]),
    table('what it takes', [...groups(sites, (site) => site.category, categories), ['all', sites]]),
    table(
      'status',
      groups(sites, (site) => site.status, ['safe', 'review', 'refused', 'unlisted']),
    ),
    markdown(
      ['different, judged by reading', ...Object.keys(figures.judged)],
      ['safe', 'review'].map((status) => [
        status,
        ...Object.values(judged(sites.filter((site) => site.status === status))),
      ]),
    ),
    markdown(
      ['reason of refusal', 'sites'],
      [
        ...groups(refused, (site) => site.reason ?? 'none given').map(([name, some]) => [name, some.length]),
        ['all', refused.length],
      ],
    ),
    `right after judging: ${figures.right} of ${figures.sites}, ${percent(figures.right, figures.sites)}; ` +
      `wrong safe edits: ${judged(safe).wrong}, unproved ${judged(safe).unproved}, unjudged ${judged(safe).unjudged}`,
  ].join('\n\n');
}

/** One row a tool: what it got right, and its time as a multiple of ours; `sites` may be counted already. */
export function toolTable(tools) {
  const [ours] = tools;
  return markdown(
    ['tool', 'right by the scorer', 'different', 'left', 'wall', 'CPU', 'memory', 'wall, ratio'],
    tools.map(({ name, sites, run }) => {
      const { sites: all, exact, equivalent, different, refused, lost } = Array.isArray(sites) ? count(sites) : sites;
      return [
        name,
        percent(exact + equivalent, all),
        different,
        refused + lost,
        `${run.seconds.toFixed(1)} s`,
        `${run.cpuSeconds.toFixed(1)} s`,
        run.megabytes === null ? '–' : `${run.megabytes} MB`,
        (run.seconds / ours.run.seconds).toFixed(1),
      ];
    }),
  );
}
