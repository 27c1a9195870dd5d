#!/usr/bin/env node
// docs/benchmark.md from one or more results:
// node tools/bench/restoration/page.mjs [--judged FILE] [--parsing FILE]... RESULT.json... > docs/benchmark.md
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { categories } from './category.mjs';
import { Judgements, verdicts } from './judged.mjs';
import { count, isRight, markdown, resultTables, toolTable } from './table.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { judged: { type: 'string' }, parsing: { type: 'string', multiple: true, default: [] } },
});
if (positionals.length === 0) {
  console.error(
    'usage: node tools/bench/restoration/page.mjs [--judged FILE] [--parsing FILE]... RESULT.json... > docs/benchmark.md',
  );
  process.exit(2);
}
const results = positionals.map((file) => JSON.parse(readFileSync(file, 'utf8')));
if (values.judged !== undefined) {
  const judgements = Judgements.fromFile(values.judged);
  for (const site of results.flatMap(({ sites }) => sites))
    if (site.class === 'different') site.judgement = judgements.of(site);
}

const code = (text) => `\`${String(text).replace(/\s+/g, ' ')}\``;
const place = (site) => `${site.file}:${site.line}`;

/** One item for each site that differs by its text: both answers and why they agree, or do not. */
function judgedList(sites) {
  const argument = (site, part, human) =>
    site.parts[part] === 'different' ? [`${part} ${code(site.got[part])} for ${code(human)}`] : [];
  return sites
    .map((site) => {
      const said = [...argument(site, 'size', site.size), ...argument(site, 'handle', site.handle)].join(', ');
      return `- ${place(site)}, ${code(site.vaddr)}: ${said}. ${site.judgement?.reason ?? 'Not judged yet'}.`;
    })
    .join('\n');
}

function differentSection(sites) {
  const different = sites.filter((site) => site.class === 'different');
  const sections = [...Object.keys(verdicts), null].flatMap((verdict) =>
    ['safe', 'review'].map((status) => {
      const own = different.filter((site) => site.status === status && (site.judgement?.verdict ?? null) === verdict);
      if (own.length === 0) return '';
      const title = verdict === null ? 'not judged' : `${verdict}: ${verdicts[verdict]}`;
      return `### ${status}, ${title} (${own.length})\n\n${judgedList(own)}`;
    }),
  );
  return sections.filter((text) => text !== '').join('\n\n');
}

/** Where the sites that are not right are: reason of the refusal by what it takes. */
function ceilingTable(sites) {
  const left = sites.filter((site) => !isRight(site));
  const reasons = [...new Set(left.map(whyLeft))].sort();
  const rows = categories.map((category) => {
    const own = left.filter((site) => site.category === category);
    return [
      category,
      ...reasons.map((reason) => own.filter((site) => whyLeft(site) === reason).length || ''),
      own.length,
    ];
  });
  const sums = reasons.map((reason) => left.filter((site) => whyLeft(site) === reason).length);
  return markdown(['what it takes', ...reasons, 'all'], [...rows, ['all', ...sums, left.length]]);
}

const whyLeft = (site) =>
  site.class === 'different' ? (site.judgement?.verdict ?? 'unjudged') : (site.reason ?? site.class);

/** How much of a tree parses: one row for each result of tools/bench/parsing.mjs. */
function parsingSection(files) {
  if (files.length === 0) return '';
  const share = (part, whole) => (part === null ? '' : `${((100 * part) / whole).toFixed(1)} %`);
  const rows = files.map((file) => {
    const { tree, files: all, every, raw, masked, spatch } = JSON.parse(readFileSync(file, 'utf8'));
    const which = every === 1 ? `${all}` : `${all} (1 of ${every})`;
    return [tree, which, share(masked, all), share(raw, all), share(spatch, all)];
  });
  const heads = ['tree', 'files that name a DMA API', 'clean after masking', 'tree-sitter alone', '`spatch --parse-c`'];
  return `## Files that parse clean

No error anywhere in the file; of \`spatch\`, no line that it could not parse. \`node tools/bench/parsing.mjs TREE --json FILE\`, then \`--parsing FILE\` here.

${markdown(heads, rows)}
`;
}

const section = ({ tree, api, made, tools, sites }) => {
  const figures = count(sites);
  const named = tools.map(({ name, figures: own, ...run }, nth) => ({ name, run, sites: nth === 0 ? sites : own }));
  return `## ${tree}, \`--api ${api}\`

${made.scanned} files scanned, ${made.stripped} stripped of size and handle, ${figures.sites} sites in ${new Set(sites.map(({ file }) => file)).size} files.

${resultTables(sites)}

${toolTable(named)}

Where the sites are that are not right:

${ceilingTable(sites)}

${figures.different === 0 ? '' : `Every site whose arguments differ by their text from what the human had written, with the reasoning (what stands after *for* is the human's):\n\n${differentSection(sites)}\n`}`;
};

process.stdout.write(`# Benchmark: restored arguments

A modern kernel tells what the arguments should have been. The benchmark takes size and handle away from every coherent-memory free of
a kernel tree, has \`freehandle migrate --write --include review\` put them back, and compares with what the human had written.

\`\`\`sh title="in this repository"
node tools/bench/restoration.mjs TREE --judged tools/bench/restoration/judged-linux-6.1.jsonl [--peer FILE.cocci] --json RESULT.json
node tools/bench/restoration/page.mjs RESULT.json > docs/benchmark.md
\`\`\`

TREE is an unpacked kernel; nothing is fetched, and it is only read. The scorer knows the truth, the bytes of the rewritten files and C,
and nothing of the tool; from the tool's report it takes only each site's status and reason. How it is built, and its own checks, are in
[tools/bench](../tools/bench/README.md#restored-arguments).

| class | meaning |
|---|---|
| exact | the human's text, casts, parentheses and blanks aside |
| equivalent | the same value by the text alone: operands in another order, a type for an expression in \`sizeof\`, constants worked out, a local for the value it was given |
| different | another text. It may be another place that holds the same value, a bug of the kernel, or wrong: judged by reading |
| refused | left as it was, with a reason ([docs/refusals](refusals)) |
| lost | the call is no longer there, or frees something else |

*Right* is exact, equivalent, and of the different those judged \`right\` or \`kernel-wrong\`. A judgement is
${Object.entries(verdicts)
  .map(([name, meaning]) => `\`${name}\` (${meaning})`)
  .join(', ')}; it holds for the very texts that were judged, and
changed output is unjudged again. *Exact* is the human's text and no proof: where the kernel itself frees with a handle that it has moved
(ioc3-eth.c:971), refusing is right. Times are of one run each; on a machine with other work only CPU seconds tell something.

${[...results.map(section), parsingSection(values.parsing)].filter((text) => text !== '').join('\n')}`);
