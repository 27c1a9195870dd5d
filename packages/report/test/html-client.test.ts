import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrowsOf, blocksOf, type Mark } from '../src/html/client/chain-layout.ts';
import { faultMatrix } from '../src/html/client/fault-matrix.ts';
import { matching } from '../src/html/client/filter.ts';
import { insertedParts } from '../src/html/client/inserted-parts.ts';
import { readRoute, writeRoute } from '../src/html/client/route.ts';
import { countedCells, pagesAt, ranges } from '../src/html/client/run-steps.ts';
import { jsonForScript } from '../src/html/escape.ts';
import { excerptsOf } from '../src/html/excerpts.ts';
import type { ShownRun } from '../src/verification/driver-runs.ts';

const mark = (line: number, kind: Mark['kind'] = 'way', file = 'a.c'): Mark => ({
  ...{ form: 'tree', file, line, what: '', kind },
});

describe('the way of a buffer', () => {
  it('shows each of its lines once, near ones together, the files in the order of the story', () => {
    const marks = [mark(50), mark(120, 'way', 'b.c'), mark(54), mark(9)];
    expect(blocksOf(marks)).toEqual([
      { form: 'tree', file: 'a.c', from: 7, to: 11 },
      { form: 'tree', file: 'a.c', from: 48, to: 56 },
      { form: 'tree', file: 'b.c', from: 118, to: 122 },
    ]);
  });

  it('leads from station to station, and from size and handle to the last; no two arrows run over each other', () => {
    const marks = [mark(1), mark(5), mark(9), mark(1, 'size'), mark(5, 'handle')];
    const arrows = arrowsOf(marks, (index) => marks[index]!.line);
    expect(arrows.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      [0, 1, 'way'],
      [1, 2, 'way'],
      [3, 2, 'size'],
      [4, 2, 'handle'],
    ]);
    const lanesOf = (line: number): number[] =>
      arrows
        .filter(({ from, to }) => {
          const [a, b] = [marks[from]!.line, marks[to]!.line];
          return Math.min(a, b) < line && line < Math.max(a, b);
        })
        .map(({ lane }) => lane);
    for (const line of [3, 7]) expect(new Set(lanesOf(line)).size).toBe(lanesOf(line).length);
  });

  it('marks exactly what a migration put into a call', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (head, middle, tail) => {
        const pieces = insertedParts(head + tail, head + middle + tail);
        expect(pieces.map(({ text }) => text).join('')).toBe(head + middle + tail);
        expect(
          pieces
            .filter(({ inserted }) => !inserted)
            .map(({ text }) => text)
            .join(''),
        ).toBe(head + tail);
      }),
    );
  });
});

describe('excerpts', () => {
  it('are read as UTF-8 where they are, else as Latin-1, and end where the file does', () => {
    const files: Record<string, Buffer> = {
      'latin.c': Buffer.from('/* M\xfcller */\nint a;\r\nint b;', 'latin1'),
      'utf8.c': Buffer.from('/* Müller */\n', 'utf8'),
    };
    const places = Object.keys(files).map((file) => ({ form: 'tree' as const, file, line: 2 }));
    const { tree } = excerptsOf(
      [...places, { form: 'tree', file: 'gone.c', line: 1 }],
      (_, file) => files[file] ?? null,
    );
    expect(tree!['latin.c']).toEqual({ 1: '/* Müller */', 2: 'int a;', 3: 'int b;' });
    expect(tree!['utf8.c']![1]).toBe('/* Müller */');
    expect(tree!['gone.c']).toEqual({});
  });

  it('cannot end the script element they stand in', () => {
    const hostile = { text: '</script><!--<script>alert(1)\u2028&' };
    expect(jsonForScript(hostile)).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(jsonForScript(hostile))).toEqual(hostile);
  });
});

describe('the list', () => {
  it('has what holds every word and every choice', () => {
    const items = [{ status: 'safe' }, { status: 'review' }, { status: 'safe' }];
    const texts = ['drivers/a.c consistent_free', 'drivers/a.c x', 'drivers/b.c consistent_free'];
    const facets = [{ name: 'status', label: 'Status', of: ({ status }: { status: string }) => status }];
    const found = (query: Record<string, string>): number[] => matching(items, texts, facets, query);
    expect(found({})).toEqual([0, 1, 2]);
    expect(found({ q: 'CONSISTENT  a.c' })).toEqual([0]);
    expect(found({ status: 'safe', q: 'drivers' })).toEqual([0, 2]);
  });

  it('has an address for every state of it', () => {
    const route = { view: 'sites', item: 12, query: { q: 'a b&c', status: 'safe' } };
    expect(readRoute(writeRoute(route))).toEqual(route);
    expect(readRoute('')).toEqual({ view: '', item: null, query: {} });
    expect(readRoute('#/sites/x')).toMatchObject({ view: 'sites', item: null });
  });
});

describe('the pages of a run', () => {
  const pages = {
    frames: [7, 8, 20],
    start: ['free', 'free', 'free'] as const,
    steps: [
      {
        call: 1,
        changes: [
          [0, 'head'],
          [1, 'mapped'],
        ] as const,
      },
      { call: 4, changes: [[0, 'leaked']] as const },
    ],
    unchanged: { boot: 5, free: 2 },
  };

  it('are at each moment what the calls before it made them', () => {
    expect(pagesAt(pages, 1).cells).toEqual(['free', 'free', 'free']);
    expect(pagesAt(pages, 2)).toEqual({ cells: ['head', 'mapped', 'free'], changed: new Set([0, 1]) });
    expect(pagesAt(pages, 3)).toEqual({ cells: ['head', 'mapped', 'free'], changed: new Set() });
    expect(pagesAt(pages, 5)).toEqual({ cells: ['leaked', 'mapped', 'free'], changed: new Set([0]) });
  });

  it('are all counted at every moment', () => {
    for (let moment = 0; moment < 6; moment++) {
      const counts = countedCells(pagesAt(pages, moment).cells, pages.unchanged);
      expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(10);
    }
    expect(ranges(pages.frames)).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 3 },
    ]);
  });
});

describe('the fault matrix', () => {
  const run = (what: string, rules: readonly string[], conclusive = true): ShownRun => ({
    name: what,
    disturbance: { what, call: 'kmalloc', place: { file: 'a.c', line: 3 } },
    findings: rules.map((rule) => ({ rule, severity: rule === 'R21' ? 'warning' : 'error', file: 'a.c', line: 1 })),
    allocatorFindings: [],
    conclusive,
    judged: !what.startsWith('calls'),
    film: null,
  });

  it('has every run in its row, in each column of what it showed', () => {
    const { columns, rows } = faultMatrix([
      run('kmalloc', []),
      run('kmalloc', ['R7', 'K7', 'R7']),
      run('page-block', ['R21']),
      run('page-block', ['R7'], false),
      run('calls f by itself', []),
    ]);
    expect(columns).toEqual([
      { name: 'clean', tone: 'good' },
      { name: 'K7', tone: 'bad' },
      { name: 'R7', tone: 'bad' },
      { name: 'R21', tone: 'warn' },
      { name: 'not judged', tone: 'dim' },
      { name: 'did not happen', tone: 'dim' },
    ]);
    expect(rows.map(({ runs, cells }) => [runs, cells])).toEqual([
      [2, [[0], [1], [1], [], [], []]],
      [2, [[], [], [], [2], [], [3]]],
      [1, [[], [], [], [], [4], []]],
    ]);
  });
});
