import { describe, expect, it } from 'vitest';
import type { PageMap } from '../../src/show/page-map.ts';
import { claims, storyOf } from '../../src/thread/index.ts';

describe('the story of a claim', () => {
  it.each(claims.map(({ id }) => id))('%s is told with the outcome its table row has', (id) => {
    const claim = claims.find((candidate) => candidate.id === id)!;
    const story = storyOf(id)!;
    const { observable, verdict } = claim.experiment(claim.claimed[0], () => undefined);
    expect({ observable: story.observable, verdict: story.verdict }).toEqual({ observable, verdict });
    expect(story.machines.length > 0).toBe(!['C1', 'C2'].includes(id));
    for (const machine of story.machines)
      for (const step of machine.steps) {
        expect(step.text).toMatch(/^\S.*\.$/);
        expect(Object.values(step.accounting.byOwner).reduce((sum, pages) => sum + pages, 0)).toBe(
          step.accounting.total,
        );
      }
    expect(JSON.parse(JSON.stringify(story))).toEqual(story);
  });

  it('of C13 ends with the pages that nobody can free any more', () => {
    const [machine] = storyOf('c13')!.machines;
    expect(machine?.leaked.map(({ pages }) => pages)).toEqual([8]);
    expect(machine?.steps.at(-1)?.accounting.byOwner.leaked).toBe(8);
    expect(machine?.steps[0]?.accounting.byOwner.leaked).toBe(0);
    const shown = (map: PageMap | undefined, cell: string) => map?.cells.filter((each) => each === cell).length;
    expect(shown(machine?.steps[0]?.map, 'leaked')).toBe(0);
    expect(shown(machine?.steps.at(-1)?.map, 'leaked')).toBe(8);
    expect(machine?.steps.at(-1)?.calls.map(({ call }) => call)).toEqual(['consistent_alloc']);
  });

  it('can be told in another cell', () => {
    const [machine] = storyOf('C13', { allocator: 'ppc-map2', vfree: 'walk' })!.machines;
    expect(machine?.leaked).toEqual([]);
  });

  it('of an unknown claim is not told', () => {
    expect(storyOf('C27')).toBeUndefined();
  });
});
