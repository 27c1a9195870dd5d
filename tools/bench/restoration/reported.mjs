/** What the tool's report says of each site: its status, and the reason of a refusal. Never its arguments: the bytes tell these. */

/** @returns the sites with `status` and `reason`, and `problems`: where report and bytes contradict each other */
export function withReport(sites, report) {
  const byPlace = new Map();
  for (const entry of report.sites) {
    const place = `${entry.file}:${entry.line}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), entry]);
  }
  for (const entries of byPlace.values()) entries.sort((a, b) => a.column - b.column);
  const problems = [];
  const reported = sites.map((site) => {
    const place = `${site.file}:${site.line}`;
    const entry = byPlace.get(place)?.shift();
    const status = entry?.status ?? 'unlisted';
    if (status === 'unlisted') problems.push(`${place}: a site that the report does not list`);
    const rewritten = site.got !== undefined;
    if (rewritten && status === 'refused') problems.push(`${place}: rewritten, reported as refused`);
    if (!rewritten && (status === 'safe' || status === 'review'))
      problems.push(`${place}: ${site.class}, reported as ${status}`);
    if (status === 'refused' && !entry.reason) problems.push(`${place}: refused without a reason`);
    return { ...site, status, reason: entry?.reason ?? null, doubt: status === 'review' ? entry.message : null };
  });
  const { totals } = report;
  if (totals.safe + totals.review + totals.refused !== totals.sites || totals.sites !== report.sites.length)
    problems.push(`totals do not add up: ${JSON.stringify(totals)}, ${report.sites.length} sites listed`);
  return { sites: reported, problems };
}
