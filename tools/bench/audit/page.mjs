#!/usr/bin/env node
// docs/real-bugs.md from the judged findings and the audit they are of:
//   freehandle audit --format json drivers sound > AUDIT.json   (in a Linux 6.1 tree)
//   node tools/bench/audit/page.mjs AUDIT.json > docs/real-bugs.md
import { readFileSync } from 'node:fs';
import { markdownTable } from 'markdown-table';

const [audit] = process.argv.slice(2);
if (audit === undefined) {
  console.error('usage: page.mjs AUDIT.json');
  process.exit(2);
}
const judgedIn = (name) =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const judged = judgedIn('judged-linux-6.1.jsonl');
// Samples of other kernels, by SHA-256, read before anything was mended on them; what else was read of these is not counted.
const heldOut = ['4.4', '5.4', '3.1', '4.15', '6.8', '2.6.28', '6.14'].map((kernel) => {
  const read = judgedIn(`judged-linux-${kernel}.jsonl`);
  const drawn = read.filter(({ sample }) => sample !== undefined);
  return { kernel, sample: drawn.length > 0 ? drawn : read };
});
const { findings } = JSON.parse(readFileSync(audit, 'utf8'));

const key = ({ file, line, rule }) => `${file}:${line} ${rule}`;
/** The judgement of a finding: where two stand in one place, `about` is what the message of one of them has in it. */
const judgementOf = (finding) => {
  const here = judged.filter((one) => key(one) === key(finding));
  return here.find((one) => one.about && finding.message.includes(one.about)) ?? here.find((one) => !one.about);
};
const told = new Set(findings.map(key));

/** Number of findings of that severity, or of both, judged so. */
const count = (verdict, severity) =>
  findings.filter(
    (one) =>
      (severity === undefined || one.severity === severity) && (judgementOf(one)?.verdict ?? 'not read') === verdict,
  ).length;

const verdicts = [
  ['right', 'true'],
  ['wrong', 'false'],
  ['undecided', 'unclear'],
  ['not read', 'not read'],
];
const tally = [
  ['', ...verdicts.map(([name]) => name)],
  ...['error', 'warning', undefined].map((severity) => [
    severity === undefined ? 'all' : `${severity}s`,
    ...verdicts.map(([, verdict]) => String(count(verdict, severity))),
  ]),
];

const heldOutTally = [
  ['', 'errors right', 'errors wrong', 'warnings right', 'warnings wrong', 'right'],
  ...heldOut.map(({ kernel, sample }) => {
    const of = (severity, verdict) =>
      sample.filter((one) => one.severity === severity && one.verdict === verdict).length;
    const counts = ['error', 'warning'].flatMap((severity) => [of(severity, 'true'), of(severity, 'false')]);
    const share = Math.round((100 * (counts[0] + counts[2])) / sample.length);
    return [`Linux ${kernel}`, ...counts.map(String), `${share} %`];
  }),
];

const cell = (text) => text.replaceAll('|', '\\|');
const place = (one) => `\`${one.file}:${one.line}\``;
const rule = (one) => `[${one.rule}](rules/${one.rule}.md)`;
const table = (rows) => markdownTable(rows, { alignDelimiters: false });
const right = judged.filter((one) => one.verdict === 'true');
const wrong = judged.filter((one) => one.verdict === 'false' && told.has(key(one)));
const mended = new Map();
for (const one of judged)
  if (one.verdict === 'false' && !told.has(key(one))) {
    const cause = one.class ?? one.reason;
    mended.set(cause, (mended.get(cause) ?? 0) + 1);
  }
const lost = right.filter((one) => !told.has(key(one)));

console.log(`# Mistakes found in Linux 6.1

Findings of \`freehandle audit drivers sound\` on Linux 6.1 that were read in the source and are believed to be real. None was tried on
hardware. All judgements, also of findings that are wrong, are in \`tools/bench/audit/judged-linux-6.1.jsonl\`; this page is made from it and
from the audit by \`node tools/bench/audit/page.mjs AUDIT.json\`.

All ${findings.length} findings of the last run, each read in the source to refute it first. The engine was mended on the wrong ones of this tree,
so that these figures are of what it was developed on; the next table is not.

${table(tally)}

## On kernels that were not looked at

Findings in \`drivers\` and \`sound\`, drawn by SHA-256 and read before the engine was mended on them; without those in functions that
are the same in a kernel read before. Of 4.15 and 6.8 one sample was drawn together. Judgements in \`tools/bench/audit/judged-linux-*.jsonl\`. The causes of some of the wrong ones were mended after that.

${table(heldOutTally)}

${table([['kernel', 'place', 'rule', 'why it is wrong'], ...heldOut.flatMap(({ kernel, sample }) => sample.filter((one) => one.verdict === 'false').map((one) => [kernel, place(one), rule(one), cell(one.reason)]))])}

## Believed real

${table([['place', 'rule', 'why'], ...right.filter((one) => told.has(key(one))).map((one) => [place(one), rule(one), cell(one.reason)])])}

## Believed real, not told any more

Judged right in an earlier run; told there as the consequence of one that is above, or no longer found.

${table([['place', 'rule', 'why'], ...lost.map((one) => [place(one), rule(one), cell(one.reason)])])}

## Wrong

${table([['place', 'rule', 'cause', 'why it is wrong'], ...wrong.map((one) => [place(one), rule(one), cell(one.class ?? ''), cell(one.reason)])])}

## Wrong once, silent now

${table([['cause', 'places'], ...[...mended].map(([cause, places]) => [cell(cause), String(places)])])}`);
