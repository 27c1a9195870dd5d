import { describe, expect, it } from 'vitest';
import { conclude, truth, verdict, type Judged } from '../../src/thread/verdict.ts';

const judged = (allocator: Judged['allocator'], answer: ReturnType<typeof verdict>, vfree: Judged['vfree'] = null) => ({
  allocator,
  vfree,
  verdict: answer,
});

describe('the verdict over several cells', () => {
  it('is theirs where they agree', () => {
    expect(conclude([judged('ppc-map0', truth(true)), judged('ppc-map1', truth(true))], [])).toEqual(verdict('true'));
    expect(conclude([judged('ppc-map1', verdict('came true'))], [])).toEqual(verdict('came true'));
  });

  it('depends where they do not, and says on what', () => {
    expect(conclude([judged('ppc-map1', truth(true), 'array'), judged('ppc-map1', truth(false), 'walk')], [])).toEqual(
      verdict('depends', 'true on ppc-map1/array; false on ppc-map1/walk'),
    );
  });

  it('is partly where none is false and one is partly', () => {
    expect(conclude([judged('ppc-map1', truth(true)), judged('ppc-map2', verdict('partly'))], []).answer).toBe(
      'partly',
    );
  });

  it('is not moved by cells run for contrast, but names those that answer otherwise', () => {
    expect(conclude([judged('ppc-map1', truth(true))], [judged('ppc-map2', truth(false))])).toEqual(
      verdict('true', 'false on ppc-map2'),
    );
  });

  it('keeps the conditions of its cells, each once', () => {
    const only = verdict('true', 'only on Mondays');
    expect(conclude([judged('ppc-map0', only), judged('ppc-map1', only)], [])).toEqual(only);
  });
});
