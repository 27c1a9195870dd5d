import { describe, expect, it } from 'vitest';
import { compared, compareHere } from '../src/comparison/compare-driver.ts';
import { defaultOptions, type VerifyOptions } from '../src/driver-input.ts';
import { comparisonGaps, gapsOf } from '../src/verdict/gaps.ts';
import { sourceCalls } from '../src/verdict/source-calls.ts';
import type { FreeSite } from '../src/verdict/verdict.ts';
import { verifyHere, type Verification } from '../src/verify-driver.ts';
import { fixture, lineOf, mutate, oldInterface, ring, verify, workbench } from './verify-fixture.ts';

const oldCalls = (text: string): string => text.replace(/consistent_free\((r->\w+), [^)]*\)/g, 'consistent_free($1)');

async function compare(text: string, options: Partial<VerifyOptions> = {}) {
  return compareHere({ before: oldInterface(oldCalls(text)), after: fixture(text) }, workbench(), {
    ...defaultOptions,
    ...options,
  });
}

const statuses = (sites: readonly FreeSite[]): string[] => sites.map(({ status }) => status);

const failingInit = mutate(ring, 'r->interrupts = 0;', 'r->interrupts = 0; goto out_ring;');

describe('what a verdict does not cover is said', () => {
  it('is nothing for a driver that ran whole', async () => {
    expect(gapsOf(await verify(ring))).toEqual([]);
  });

  it('names free sites that no run reached, and the step that failed by itself', async () => {
    const verdict = await verify(failingInit);
    expect(statuses(verdict.sites)).toEqual(['not-compiled', 'not-compiled', 'under-constrained', 'under-constrained']);
    const [, , inRemove] = verdict.sites;
    expect(inRemove?.why).toMatch(
      /^it ran in its function called by itself.*; ring_remove\(\) was not called; probe returned -?\d+; load returned -?\d+$/,
    );
    expect(gapsOf(verdict)[0]).toMatch(/^probe returned -?\d+ though nothing was made to fail$/);
  });

  it('names a free site that the configuration leaves out', async () => {
    const free = 'consistent_free(r->desc, RING_BYTES, r->desc_dma);\n\tkfree';
    const verdict = await verify(mutate(ring, free, `\n#ifdef CONFIG_OTHER\n\t${free}`.replace(';\n', ';\n#endif\n')));
    const site = verdict.sites.find(({ compiled }) => !compiled);
    expect(site).toMatchObject({ status: 'not-compiled', reached: false, runs: 0 });
    expect(site?.why).toContain('configuration');
  });

  it('counts fault plans that a limit left out', async () => {
    const verdict = await verify(ring, { maxRuns: 3 });
    expect(verdict.runs).toBe(3);
    expect(gapsOf(verdict)).toContain(`${verdict.unexplored} fault plans were not run: a limit was reached`);
  });

  it('tells that the fault-free run was stopped', async () => {
    const verdict = await verify(mutate(ring, 'r->interrupts = 0;', '*(volatile int *)0 = 0;'));
    expect(verdict.stopped).toBe(true);
    expect(gapsOf(verdict)).toContain('the fault-free run was stopped before its end');
  });

  it('names functions and variables of the kernel that the model does not have', async () => {
    const unknown = 'extern int mystery(void), enigma; r->interrupts = mystery() + enigma;';
    const gaps = gapsOf(await verify(mutate(ring, 'r->interrupts = 0;', unknown)));
    expect(gaps).toContain('not modelled, did nothing and returned 0: mystery');
    expect(gaps).toContain('variables of the kernel taken as zero: enigma');
  });
});

describe('equivalent', () => {
  it('covers every free site of a driver that ran whole, the cut runs told', async () => {
    const comparison = await compare(ring);
    expect(statuses(comparison.compared.sites)).toEqual(Array(4).fill('verified'));
    expect(comparison.compared.cut).toBeGreaterThan(0);
    expect(comparisonGaps(comparison)).toEqual([
      expect.stringMatching(/^\d runs were compared only up to where an allocator stopped the machine$/),
    ]);
  });

  it('is not said of a driver none of whose free sites was in a comparison', async () => {
    const comparison = await compare(failingInit);
    expect(comparison.equivalent).toBeNull();
    expect(comparison.why).toBe('both did the same, but no run of its life came to any of the 4 free sites');
  });

  it('carries the sites that were not compared', async () => {
    const neverRemoved = mutate(
      ring,
      '\tfree_irq(11, r);',
      '\tif (r->interrupts >= 0)\n\t\treturn;\n\tfree_irq(11, r);',
    );
    const comparison = await compare(neverRemoved);
    expect(comparison.equivalent).toBe(true);
    expect(statuses(comparison.compared.sites)).toEqual([
      'verified',
      'verified',
      'under-constrained',
      'under-constrained',
    ]);
    expect(comparison.compared.sites[3]?.why).toMatch(/^it ran in .*called by .*; both forms did the same$/);
  });

  it('is not lost because a limit cut one form only: what was not run is no difference', async () => {
    const [bench, limits] = [workbench(), { ...defaultOptions, maxRuns: 3 }];
    const before = await verifyHere(oldInterface(oldCalls(ring)), bench, defaultOptions);
    const comparison = compared(before, await verifyHere(fixture(ring), bench, limits));
    expect(comparison.differences).toEqual([]);
    expect(comparison.compared.skipped).toBe(before.verdict.runs - 3);
    expect(comparisonGaps(comparison).join()).toContain('not compared: not run in both');
  });

  it('is not said where one form ends before the call in which the allocator stopped the other', async () => {
    // the original is stopped in its second allocation; the migrated form gives up just before it, in that run alone
    const bench = workbench();
    const before = await verifyHere(oldInterface(oldCalls(ring)), bench, defaultOptions);
    const after = await verifyHere(fixture(ring), bench, defaultOptions);
    const index = before.exploration!.runs.findIndex(({ result }) => result.oops?.blame === 'allocator');
    const runs = [...after.exploration!.runs];
    const result = {
      ...runs[index]!.result,
      state: Object.assign(Object.create(runs[index]!.result.state), { events: [] }),
    };
    runs[index] = { ...runs[index]!, result };
    const shortened: Verification = { ...after, exploration: { ...after.exploration!, runs } };
    expect(compared(before, shortened).differences).toEqual([expect.stringContaining('nothing after')]);
  });
});

describe('calls in the text of a source', () => {
  const names = new Set(['consistent_free']);
  it.each([
    ['a statement', 'f() {\n consistent_free(p);\n}', [2]],
    ['after else, in an expression, at the beginning of a line', 'if (a) b(); else consistent_free(p);\n', [1]],
    ['two on a line count once', '{ consistent_free(p); consistent_free(q); }', [1]],
    [
      'a definition and a prototype are none',
      'extern void consistent_free(void *);\nvoid *consistent_free(int a) {}',
      [],
    ],
    [
      'comments, strings and macro bodies hold none',
      '/* consistent_free(p) */ "consistent_free(p)"\n#define F(p) \\\n consistent_free(p)\n',
      [],
    ],
    ['a name alone is none', '{ f = consistent_free; }', []],
  ])('%s', (_, text, lines) => {
    expect(sourceCalls(text, names)).toEqual(lines);
  });

  it('finds those of the fixture where the compiler does', async () => {
    const lines = [...ring.matchAll(/consistent_free\(/g)].map((_, index) =>
      lineOf(ring, 'consistent_free(', index + 1),
    );
    expect(sourceCalls(ring, names)).toEqual(lines);
    expect((await verify(ring)).sites.map(({ line }) => line)).toEqual(lines);
  });
});
