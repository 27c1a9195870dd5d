import type { Plan, Site } from '@freehandle/codemod';
import { migrationReport, prettyMigration } from '@freehandle/report';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const site = (status: Site['status'], before = 'consistent_free(p)'): Site => ({
  file: 'a.c',
  line: 7,
  column: 2,
  function: 'down',
  before,
  after: status === 'refused' ? null : 'consistent_free(p, 4096, h)',
  status,
  reason: status === 'refused' ? 'no-allocation-found' : null,
  message: status === 'safe' ? null : 'why',
  size: null,
  handle: null,
  evidence: [],
  edits: [],
  retains: [],
});

const plan = (sites: readonly Site[]): Plan => ({
  migration: 'consistent-free',
  root: '/',
  files: 1,
  sites,
  declarations: [],
  problems: [],
  hashes: {},
});

const about = { version: '0.1.0', ms: 1 };

it('counts every site in exactly one status', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom<Site['status']>('safe', 'review', 'refused')), (statuses) => {
      const { totals } = migrationReport(plan(statuses.map((status) => site(status))), about);
      expect(totals.safe + totals.review + totals.refused).toBe(totals.sites);
      expect(totals.sites).toBe(statuses.length);
    }),
  );
});

it('publishes no edits', () => {
  expect(JSON.stringify(migrationReport(plan([site('safe')]), about))).not.toContain('edits');
});

it('writes the bytes of the diff as they are in the source', () => {
  const report = migrationReport(plan([]), about);
  const bytes = prettyMigration(report, { diff: '-r\xe9gion\n', written: false, color: false });
  expect(Buffer.from(bytes).toString('latin1')).toContain('-r\xe9gion\n');
});

it('says where the patches are', () => {
  const report = migrationReport(plan([site('safe')]), about);
  const patches = { folder: 'out', count: 1 };
  const text = Buffer.from(prettyMigration(report, { diff: '', written: false, patches, color: false })).toString();
  expect(text).toContain('1 patch in out, for `git am`; nothing is changed here.');
  expect(text).not.toContain('Nothing is written');
});

it('lists every site that was not rewritten, with its place, reason and sentence', () => {
  const report = migrationReport(plan([site('safe'), site('refused')]), about);
  const text = Buffer.from(prettyMigration(report, { diff: '', written: false, color: false })).toString();
  expect(text).toContain('a.c:7:2  refused no-allocation-found  in down\n    consistent_free(p)\n    why\n');
  expect(text.match(/a\.c:7:2/g)).toHaveLength(1);
});
