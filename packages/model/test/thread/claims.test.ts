import { describe, expect, it } from 'vitest';
import { cellName, claimById, claims, runThread, type ClaimResult } from '../../src/thread/index.ts';

/** What reading the sources says about each claim (semantics 10). The code under test must find it by running. */
const verdicts: Record<string, string> = {
  C1: 'true',
  C2: 'supported',
  C3: 'true',
  C4: 'true',
  C5: 'false',
  C6: 'partly',
  C7: 'came true',
  C8: 'true',
  C9: 'true',
  C10: 'not sufficient',
  C11: 'true',
  C12: 'partly',
  C13: 'true',
  C14: 'true',
  C15: 'true',
  C16: 'true',
  C17: 'partly',
  C18: 'true',
  C19: 'depends',
  C20: 'depends',
  C21: 'true',
  C22: 'true',
  C23: 'true',
  C24: 'true',
  C25: 'partly',
  C26: 'true',
  X1: 'true',
  X2: 'true',
  X3: 'true',
  X4: 'true',
  X5: 'true',
  X6: 'true',
  X7: 'true',
  X8: 'true',
  X9: 'true',
  X10: 'true',
};

// Processor time, so that the figure does not depend on what else the machine does.
const before = process.cpuUsage();
const table = runThread();
const used = process.cpuUsage(before);
const milliseconds = (used.user + used.system) / 1000;
const claim = (id: string): ClaimResult => table.claims.find((candidate) => candidate.id === id)!;
const observables = (id: string) =>
  Object.fromEntries(claim(id).cells.map((cell) => [cellName(cell), cell.observable]));
const answers = (id: string) =>
  Object.fromEntries(claim(id).cells.map((cell) => [cellName(cell), cell.verdict.answer]));

describe('the thread, run', () => {
  it('has the 26 claims of the mails and 10 that nobody mentioned', () => {
    expect(table.claims.map(({ id }) => id)).toEqual(Object.keys(verdicts));
  });

  it.each(Object.entries(verdicts))('finds %s to be %s', (id, answer) => {
    expect(claim(id).verdict.answer).toBe(answer);
  });

  it('takes less than two seconds of processor time', () => {
    expect(milliseconds).toBeLessThan(2000);
  });

  it('gives the same table every time, and the same row when one claim is run alone', () => {
    expect(runThread()).toEqual(table);
    expect(runThread(['c13']).claims).toEqual([claim('C13')]);
    expect(() => runThread(['C1', 'C99'])).toThrow("there is no claim 'C99'");
  });

  it('is data', () => {
    expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  });

  it('tells the claims it tried elsewhere apart: some contrast answers otherwise', () => {
    const differing = table.claims.filter(({ cells, verdict }) =>
      cells.some((cell) => cell.contrast && cell.verdict.answer !== verdict.answer),
    );
    const contrasted = table.claims.filter(({ cells }) => cells.some((cell) => cell.contrast));
    expect(contrasted.filter((row) => !differing.includes(row)).map(({ id }) => id)).toEqual(['C5', 'C15']);
  });

  it('says of every claim who made it, in words of their own', () => {
    for (const row of claims) {
      expect(row.claim, row.id).toMatch(/^\S.{20,}\.$/);
      expect(row.explanation, row.id).toMatch(/^\S.{40,}\.$/);
    }
    expect(new Set(table.claims.filter(({ id }) => id.startsWith('X')).map(({ claimant }) => claimant))).toEqual(
      new Set(['unmentioned']),
    );
  });
});

describe('a verdict', () => {
  /** Cells outside the table in which the same experiment must answer otherwise: the answer comes from the run. */
  it.each([
    ['C1', 'arm-3arg', 'false'],
    ['C10', 'ppc-sized', 'true'],
    ['C24', 'ppc-sized', 'false'],
    ['X9', 'plain-pages', 'false'],
  ] as const)('of %s follows from the run: on %s it is %s', (id, allocator, answer) => {
    const { verdict } = claimById(id).experiment({ allocator, vfree: null }, () => undefined);
    expect(verdict.answer).toBe(answer);
  });

  it('of C26 has no condition where the arguments are not taken', () => {
    const outcome = claimById('C26').experiment({ allocator: 'ppc-map1', vfree: null }, () => undefined);
    expect(outcome.verdict).toEqual({ answer: 'true', condition: null });
  });
});

describe('the observables behind the verdicts', () => {
  it('C3: only the remapping allocators stop the machine in an interrupt', () => {
    expect(observables('C3')).toEqual({
      'ppc-map1': 'BUG(): the machine stops',
      'ppc-map0': 'BUG(): the machine stops',
      'ppc-map2': 'BUG(): the machine stops',
      'plain-pages': 'a buffer is returned',
      'ppc-region': 'a buffer is returned',
    });
  });

  it('C5: a free in an interrupt is the mistake of the driver on every machine, stopped or not', () => {
    expect(new Set(claim('C5').cells.map((cell) => cell.verdict.answer))).toEqual(new Set(['false']));
    expect(observables('C5')).toMatchObject({
      'ppc-map1': 'BUG(): the machine stops; the driver is at fault',
      'plain-pages': 'the call returns; the driver is at fault',
    });
  });

  it('C7: the bus decided at first, and the device was ignored later', () => {
    expect(observables('C7')).toEqual({
      'ppc-map1': "gfp 0x20 for PCI, 0x1f0 for the chip's own bus",
      'ppc-map2': "gfp 0x20 for PCI, 0x1f0 for the chip's own bus",
      'ppc-region': "gfp 0x1f1 for PCI, 0x1f1 for the chip's own bus",
    });
  });

  it('C9: ARM reserves, maps and frees every page; PowerPC maps none', () => {
    expect(observables('C9')['arm-3arg']).toBe('of 16 pages 16 reserved, 16 mapped, 16 freed, 0 still reserved');
    expect(observables('C9')['ppc-map1']).toBe('of 16 pages 0 reserved, 0 mapped, 16 freed, 0 still reserved');
  });

  it('C10: remap_page_range succeeds, maps nothing, and a write misses the buffer', () => {
    expect(observables('C10')['ppc-map1']).toBe(
      'remap_page_range returns 0 and maps 0 of 16; a write meets: anonymous, not in the buffer; of device memory it maps 16',
    );
  });

  it('C11: es1371 reserves 32 pages and frees them all, on plain pages alone', () => {
    expect(observables('C11')['plain-pages']).toBe(
      'reserved pages: 0 when fresh, 32 when programmed, 0 after the free; 32 of 32 freed',
    );
    expect(answers('C11')['arm-3arg']).toBe('false');
  });

  it('C13: the loss at page k is that of each variant', () => {
    expect(observables('C13')['ppc-map1/walk']).toBe(
      'leaked of 16 pages: 16 at page 0, 15 at page 1, 8 at page 8, 1 at page 15',
    );
    expect(observables('C13')['ppc-map0/walk']).toBe(
      'leaked of 16 pages: 16 at page 0, 15 at page 1, 15 at page 8, 15 at page 15',
    );
    expect(answers('C13')['ppc-map2/walk']).toBe('false');
    expect(answers('C13')['ppc-map2/array']).toBe('true');
  });

  it('C14: only an area across a page-table boundary leaks, and its head ends at -1', () => {
    expect(observables('C14')['arm-3arg']).toBe(
      'leaked of 16 pages: 15 across the boundary (count of the head -1), 0 within; of 1 page: 0',
    );
    expect(claim('C14').verdict.condition).toMatch(/^only across a page-table boundary/);
  });

  it('C19 and C20: both writers are right, each about one vfree', () => {
    expect(answers('C19')).toMatchObject({ 'ppc-map1/array': 'true', 'ppc-map1/walk': 'false' });
    expect(answers('C20')).toMatchObject({
      'ppc-map1/walk': 'true',
      'ppc-map2/walk': 'true',
      'ppc-map0/walk': 'partly',
      'ppc-map1/array': 'false',
    });
    expect(observables('C20')['ppc-map0/walk']).toBe('1 of 16 pages freed, 15 leaked');
    expect(observables('C19')['ppc-map1/array']).toBe('0 of 16 pages freed, 16 leaked');
  });

  it('C21: 480 reserved pages are lost with their address range released', () => {
    expect(observables('C21')['ppc-map1/walk']).toBe('0 of 480 pages freed, the address range is released');
  });

  it('C22: 100 cycles of 12288 bytes lose 100 pages, and none in the rewritten variant', () => {
    expect(observables('C22')['ppc-map1/walk']).toBe('100 pages lost in 100 cycles of 12288 bytes, 100 of them tails');
    expect(observables('C22')['ppc-map2']).toBe('0 pages lost in 100 cycles of 12288 bytes, 0 of them tails');
  });

  it('C23: one cycle loses 512 of 8192 pages', () => {
    expect(observables('C23')['ppc-map1/walk']).toMatch(
      /^512 of 8192 pages lost a cycle, load \d+ fails with BUG\(\)$/,
    );
  });

  it('C24: an array of 1024 bytes frees 256 pages', () => {
    expect(observables('C24')['ppc-array/array']).toBe(
      'consistent_free(vaddr): 256 of 256 pages freed, 0 leaked, an array of 1024 bytes',
    );
  });

  it('C25: the proposal heals the driver and can be called wrongly in the ways the rules name', () => {
    expect(observables('C25')['ppc-sized']).toContain('0 pages lost by a driver that does not unreserve');
    for (const rule of ['R9', 'R10', 'R13']) expect(observables('C25')['ppc-sized']).toContain(rule);
    expect(observables('C25')['ppc-map1']).toContain('512 pages lost');
  });

  it('C26: 12 calls, of which 3 need more than the two arguments', () => {
    expect(observables('C26')['ppc-sized']).toBe(
      '12 calls in 9 files; right with the two arguments: 9, not so: 3 (P7 R13, P8 R10, P9 R9)',
    );
  });
});
