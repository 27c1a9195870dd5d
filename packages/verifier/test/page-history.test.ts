import { createKernel, GFP_KERNEL } from '@freehandle/model';
import { expect, it } from 'vitest';
import { pageRecorder } from '../src/replay/page-history.ts';

it('records what each call does to the page frames, and what the driver leaves behind when it is gone', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const recorder = pageRecorder();
  recorder.start(kernel);
  const kept = kernel.consistentAlloc(GFP_KERNEL, 8192);
  recorder.after(kernel, 0);
  const freed = kernel.consistentAlloc(GFP_KERNEL, 4096);
  recorder.after(kernel, 1);
  kernel.consistentFree(freed.vaddr);
  recorder.after(kernel, 2);
  recorder.after(kernel, 3);
  recorder.finish(kernel, 4, true);

  const { frames, start, steps, unchanged } = recorder.history();
  expect(kept.vaddr).not.toBe(0);
  expect(steps.map(({ call }) => call)).toEqual([0, 1, 2, 4]);
  const became = (step: number): string[] => steps[step]!.changes.map(([, cell]) => cell);
  expect(became(0)).toContain('head');
  expect(became(3)).toEqual(['leaked', 'leaked']);
  expect(start.every((cell) => cell === 'free')).toBe(true);
  const others = Object.values(unchanged).reduce((sum, count) => sum + count, 0);
  expect(others + frames.length).toBe(kernel.frameCount);
});
