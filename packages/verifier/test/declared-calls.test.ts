import { describe, expect, it } from 'vitest';
import { compareHere } from '../src/comparison/compare-driver.ts';
import type { CallForm, DeclaredCalls } from '../src/declared-calls.ts';
import { defaultOptions } from '../src/driver-input.ts';
import { fixture, mutate, ring, workbench } from './verify-fixture.ts';

const form = (name: string, ...parameters: string[]): CallForm => ({
  name,
  parameters: parameters.map((one) => ({
    name: one,
    role: one === 'vaddr' || one === 'size' || one === 'handle' ? one : null,
  })),
});

/** Calls that no kernel has: the free grows on both sides of the address, and goes by another name. */
const calls: DeclaredCalls = {
  allocators: [form('board_get', 'size', 'owner', 'handle')],
  frees: [form('board_drop', 'owner', 'vaddr'), form('board_put', 'owner', 'size', 'vaddr', 'handle')],
};

const prototypes = `void *board_get(size_t size, void *owner, dma_addr_t *handle);
void board_drop(void *owner, void *vaddr);
void board_put(void *owner, size_t size, void *vaddr, dma_addr_t handle);
`;
const board = mutate(ring, '#include <asm/ocp.h>\n', `#include <asm/ocp.h>\n${prototypes}`).replace(
  /consistent_alloc\(GFP_KERNEL, (\w+), /g,
  'board_get($1, r, ',
);
const before = board.replace(/consistent_free\((r->\w+), [^)]*\)/g, 'board_drop(r, $1)');
const after = board.replace(/consistent_free\((r->\w+), (\w+), (r->\w+)\)/g, 'board_put(r, $2, $1, $3)');

const compare = (migrated: string) =>
  compareHere(
    { before: { ...fixture(before), calls }, after: { ...fixture(migrated), calls } },
    workbench(),
    defaultOptions,
  );

describe('calls that only a migration declares', () => {
  it('allocate and free consistent memory, each argument by its role', async () => {
    const comparison = await compare(after);
    expect(comparison).toMatchObject({ equivalent: true, differences: [] });
    expect(comparison.before.findings).toEqual([]);
    expect(comparison.compared.sites.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'verified'));
  });

  it('are judged by the buffer that they free', async () => {
    const removal = after.slice(after.indexOf('static void ring_remove'));
    const wrong = mutate(removal, 'board_put(r, RING_BYTES, r->desc', 'board_put(r, RING_BYTES + 4096, r->desc');
    const { sites } = (await compare(after.replace(removal, () => wrong))).compared;
    expect(sites.map(({ status }) => status)).toEqual(['verified', 'verified', 'verified', 'refuted']);
  });

  it('differ where what goes along is another', async () => {
    const comparison = await compare(mutate(after, 'board_put(r, RING_BYTES', 'board_put(&r, RING_BYTES'));
    expect(comparison.equivalent).toBe(false);
  });
});
