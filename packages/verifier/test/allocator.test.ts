import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { verifyAllocatorHere, type AllocatorVerdict } from '../src/allocator/verify-allocator.ts';
import { mutate, workbench } from './verify-fixture.ts';

const root = fileURLToPath(new URL('./fixtures/linux-2.4', import.meta.url));
const file = 'arch/ppc/mm/alias.c';
const alias = readFileSync(`${root}/${file}`, 'latin1');

function verify(text: string, operations = 600): Promise<AllocatorVerdict> {
  const input = { file, root, source: Buffer.from(text), includeRoots: [], overlay: {}, kernelTree: root };
  return verifyAllocatorHere({ input, operations, seed: 7 }, workbench());
}

const agreeing = ({ comparisons }: AllocatorVerdict): string[] =>
  comparisons.filter(({ disagreement }) => disagreement === null).map(({ allocator }) => allocator);

describe('the allocator of a tree', () => {
  it('is compiled from its own source and does on the model’s machine what the model’s does, faults included', async () => {
    const verdict = await verify(alias);
    expect(verdict.error).toBeNull();
    expect(agreeing(verdict)).toEqual(['ppc-map1']);
    const [same] = verdict.comparisons;
    expect(same?.operations).toBe(600);
    // agreement of runs in which nothing failed would prove little
    expect(same?.faults).toBeGreaterThan(20);
    expect(same?.failedAllocations).toBeGreaterThan(10);
    expect(same?.stops).toBeGreaterThan(0);
  });

  it('is compared only with those whose free takes as many arguments', async () => {
    const verdict = await verify(alias, 1);
    expect(verdict.comparisons.map(({ allocator }) => allocator).sort()).toEqual([
      'ppc-array',
      'ppc-gfp',
      'ppc-map0',
      'ppc-map1',
      'ppc-map2',
    ]);
  });

  it.each([
    ['counts too few pages', 'nr < 1 << order', 'nr < order'],
    ['keeps the window when a mapping fails', 'vfree(window->addr);\n\t\t\treturn 0;', 'return 0;'],
    ['stores the handle too early', '\twindow = get_vm_area', '\t*bus = block - PAGE_OFFSET;\n\twindow = get_vm_area'],
    ['forgets the pages when there is no window', 'free_pages(block, order);', ';'],
    ['maps the wrong pages', '*bus + offset, UNCACHED', '*bus, UNCACHED'],
    [
      'frees in interrupt',
      'void consistent_free(void *address)\n{\n\tif (in_interrupt())\n\t\tBUG();',
      'void consistent_free(void *address)\n{',
    ],
  ])('that %s is none of them, and the operations that show it are told', async (_, right, wrong) => {
    const verdict = await verify(mutate(alias, right, wrong), 4000);
    expect(agreeing(verdict)).toEqual([]);
    const closest = verdict.comparisons[0]!.disagreement!;
    expect(closest.list).toHaveLength(closest.operations.length);
    expect(closest.list.length).toBeGreaterThan(0);
    expect(closest.difference).not.toBe('');
  });

  it('does the same operations for the same seed', async () => {
    const wrong = mutate(alias, '*bus + offset, UNCACHED', '*bus, UNCACHED');
    expect(await verify(wrong)).toEqual(await verify(wrong));
  });

  it('is refused where it defines none, or is written in functions that the machine does not have', async () => {
    const other = await verify(alias.replaceAll('consistent_', 'other_'));
    expect(other.error).toMatchObject({ kind: 'no-entry', file });
    const unknown = await verify(
      mutate(
        alias,
        '\tinvalidate_dcache_range(block',
        '\textern void odd(void);\n\todd();\n\tinvalidate_dcache_range(block',
      ),
    );
    expect(unknown.error?.message).toContain('odd');
  });
});
