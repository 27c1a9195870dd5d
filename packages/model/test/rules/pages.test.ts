import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dmaDebugChecks, rules } from '../../src/rules/index.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const page = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const headings = ['What it checks', 'Before', 'What goes wrong', 'After', 'What is not reported', 'Source'];

/** The text under each second-level heading of a page. */
function sections(text: string): Map<string, string> {
  return new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n')).trim()]),
  );
}

describe('the pages of the rules', () => {
  it('are one per rule, with no page left over', () => {
    const pages = readdirSync(`${root}docs/rules`).filter((name) => name !== 'README.md');
    expect(pages.map((name) => `docs/rules/${name}`).sort()).toEqual(rules.map((rule) => rule.docs).sort());
  });

  it.each(rules)('$id says the same as the rule, under all headings', (rule) => {
    const text = page(rule.docs);
    expect(text.startsWith(`# ${rule.id}: ${rule.title}\n\nSeverity: ${rule.severity}\n`)).toBe(true);
    const parts = sections(text);
    expect([...parts.keys()]).toEqual(headings);
    expect(parts.get('What it checks')).toBe(rule.checks);
    expect(parts.get('What goes wrong')).toContain(rule.consequence);
    expect(parts.get('Source')).toBe(`${rule.source}.`);
    for (const example of ['Before', 'After']) expect(parts.get(example)).toMatch(/^```(c|diff)\n[^]+\n```$/);
    expect(parts.get('Before')).not.toBe(parts.get('After'));
    expect(parts.get('What is not reported')).toMatch(/^- /);
  });

  it('link only to pages that exist', () => {
    const names = new Set([...rules.map((rule) => `${rule.id}.md`), '../leaks.md']);
    for (const rule of rules)
      for (const [, target] of page(rule.docs).matchAll(/\]\(([^)]+)\)/g)) expect(names).toContain(target);
  });

  it('are listed in the index, rule by rule and dma-debug check by check', () => {
    const index = page('docs/rules/README.md');
    const rows = index.split('\n').filter((line) => /^\| (\[|\d)/.test(line));
    const link = (id: string) => `[${id}](${id}.md)`;
    expect(rows).toEqual([
      ...rules.map((rule) => `| ${link(rule.id)} | ${rule.severity} | ${rule.title} |`),
      ...dmaDebugChecks.map(
        ({ check, function: where, checks, answer }) =>
          `| ${check} | \`${where}\` | ${checks} | ${'rules' in answer ? answer.rules.map(link).join(', ') : 'streaming only'} |`,
      ),
    ]);
  });
});
