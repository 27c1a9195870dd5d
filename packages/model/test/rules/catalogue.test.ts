import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dmaDebugChecks, r9, ruleById, rules } from '../../src/rules/index.ts';

const sources = readdirSync(fileURLToPath(new URL('../../src/rules/', import.meta.url)));

describe('the catalogue of rules', () => {
  it('holds R1 to R32, then D, K, F and S, each in order', () => {
    const of = (letter: string) => rules.filter(({ id }) => id.startsWith(letter)).map(({ id }) => Number(id.slice(1)));
    const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
    expect(of('R')).toEqual(upTo(32));
    expect(of('D')).toEqual(upTo(of('D').length));
    expect(of('K')).toEqual(upTo(of('K').length));
    expect(of('S')).toEqual(upTo(of('S').length));
    expect(of('F')).toEqual(of('F').toSorted((a, b) => a - b));
    expect(rules.map(({ id }) => 'RDKFS'.indexOf(id.slice(0, 1)))).toEqual(
      rules.map(({ id }) => 'RDKFS'.indexOf(id.slice(0, 1))).toSorted((a, b) => a - b),
    );
  });

  it('has one file per rule, named by its id, and no other', () => {
    expect(sources.filter((file) => /^[rdkfs]\d\d-[a-z0-9-]+\.ts$/.test(file))).toHaveLength(rules.length);
    for (const { id } of rules) {
      const name = `${id.slice(0, 1).toLowerCase()}${id.slice(1).padStart(2, '0')}-`;
      expect(sources.filter((file) => file.startsWith(name))).toHaveLength(1);
    }
  });

  it('says of each rule what it checks, what follows and where it comes from, in sentences of their own', () => {
    for (const { id, title, checks, consequence, source } of rules) {
      for (const text of [checks, consequence]) expect(text, id).toMatch(/^.{30,}[^.]\.$/);
      expect(title, id).toMatch(/^[A-Za-z].{10,}[^.]$/);
      expect(source, id).toMatch(/semantics|\d\.\d|docs\/verify/);
    }
    for (const key of ['title', 'checks', 'consequence'] as const)
      expect(new Set(rules.map((rule) => rule[key])).size).toBe(rules.length);
  });

  it('finds a rule by its id in any case, and nothing by an unknown one', () => {
    for (const rule of rules) expect(ruleById(rule.id.toLowerCase())).toBe(rule);
    expect(ruleById('R33')).toBeUndefined();
    expect(ruleById('')).toBeUndefined();
  });
});

describe('dma-debug', () => {
  it('has all 23 of its checks listed once, each answered by existing rules or by a reason', () => {
    expect(dmaDebugChecks.map(({ check }) => check)).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
    for (const { answer } of dmaDebugChecks)
      if ('rules' in answer) for (const id of answer.rules) expect(ruleById(id)?.id).toBe(id);
      else expect(answer.notApplicable.length).toBeGreaterThan(20);
  });

  it('is the reason for every D-rule', () => {
    const answering = new Set(dmaDebugChecks.flatMap(({ answer }) => ('rules' in answer ? answer.rules : [])));
    for (const { id } of rules.filter((rule) => rule.id.startsWith('D'))) expect(answering).toContain(id);
  });
});

describe('messages', () => {
  it('word measured values as numbers with their unit and source text in back quotes', () => {
    expect(r9.message({ given: 4096, allocated: 12288 })).toBe(
      'the free says 4096 bytes, the buffer was allocated with 12288 bytes: pages at its end are lost',
    );
    expect(r9.message({ given: 'dma->size', allocated: 'PAGE_SIZE << order' })).toBe(
      'the free says `dma->size`, the buffer was allocated with `PAGE_SIZE << order`',
    );
  });
});
