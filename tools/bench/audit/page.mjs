#!/usr/bin/env node
// docs/real-bugs.md from the judged findings: node tools/bench/audit/page.mjs > docs/real-bugs.md
import { readFileSync } from 'node:fs';
import { markdownTable } from 'markdown-table';

const judged = readFileSync(new URL('judged-linux-6.1.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const sample = judged.filter((one) => one.sample !== undefined);
const findings = (verdict) =>
  sample.filter((one) => one.verdict === verdict).reduce((sum, one) => sum + one.findings, 0);
const total = sample.reduce((sum, one) => sum + one.findings, 0);

const cell = (text) => text.replaceAll('|', '\\|');
const place = (one) => `\`${one.file}:${one.line}\``;
const rule = (one) => `[${one.rule}](rules/${one.rule}.md)`;

const wrong = sample.filter((one) => one.verdict === 'false');

console.log(`# Mistakes found in Linux 6.1

Findings of \`freehandle audit drivers sound\` on Linux 6.1 that were read in the source and are believed to be real. None was tried on
hardware. All judgements, also of findings that are wrong, are in \`tools/bench/audit/judged-linux-6.1.jsonl\`; this page is made from it by
\`node tools/bench/audit/page.mjs\`.

**Precision is not where it should be.** Of all 154 findings a sample of ${total} was drawn by the hash of their places, and read by five
readers who were to refute them first: ${findings('true')} are right, ${findings('false')} wrong, ${findings('unclear')} undecided. The goal is one wrong in ten. Three causes of wrong
ones were mended after the sample was drawn; no new one was drawn since.

## Believed real

${markdownTable([['place', 'rule', 'why'], ...judged.filter((one) => one.verdict === 'true').map((one) => [place(one), rule(one), cell(one.reason)])], { alignDelimiters: false })}

## Wrong, in the sample

${markdownTable([['place', 'rule', 'cause', 'why it is wrong'], ...wrong.map((one) => [place(one), rule(one), cell(one.class ?? ''), cell(one.reason)])], { alignDelimiters: false })}`);
