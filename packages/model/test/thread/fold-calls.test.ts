import { describe, expect, it } from 'vitest';
import type { TimelineRow } from '../../src/show/timeline.ts';
import { foldCalls } from '../../src/thread/fold-calls.ts';
import { storyOf } from '../../src/thread/index.ts';

const row = (call: string, seq: number, failed: TimelineRow['failed'] = []): TimelineRow => ({
  event: { seq, call, args: [seq], result: 0, place: null, context: 'process' },
  text: `${call}(${seq})`,
  failed,
  findings: [],
});
const names = (rows: readonly TimelineRow[]) => foldCalls(rows).map(({ text, times }) => `${text} x${times}`);

describe('folding the calls of a story', () => {
  it('folds a loop of one function', () => {
    expect(names(['a', 'b', 'b', 'b', 'c'].map((call, seq) => row(call, seq)))).toEqual([
      'a(0) x1',
      'b(1) x3',
      'c(4) x1',
    ]);
  });

  it('folds a loop of a loop', () => {
    expect(names(['a', 'b', 'b', 'c', 'a', 'b', 'b', 'c', 'd'].map((call, seq) => row(call, seq)))).toEqual([
      'a(0) x2',
      'b(1) x4',
      'c(3) x2',
      'd(8) x1',
    ]);
  });

  it('does not fold loops of different lengths, nor a call in which a step failed', () => {
    expect(names(['a', 'b', 'a', 'b', 'b'].map((call, seq) => row(call, seq)))).toEqual([
      'a(0) x1',
      'b(1) x1',
      'a(2) x1',
      'b(3) x2',
    ]);
    const failed = [{ index: 0, kind: 'kmalloc', nth: 0, call: 1, bytes: 16, gfp: 0, failed: true }];
    expect(names([row('a', 0), row('a', 1, failed), row('a', 2)])).toHaveLength(3);
  });

  it('keeps every call of a story counted', () => {
    const [machine] = storyOf('C22')!.machines;
    const calls = machine!.steps.at(-1)!.calls;
    expect(calls.map(({ call, times }) => [call, times])).toEqual([
      ['consistent_alloc', 99],
      ['consistent_free', 99],
    ]);
  });
});
