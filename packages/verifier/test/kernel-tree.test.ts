import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultOptions, type DriverInput } from '../src/driver-input.ts';
import { verifyHere } from '../src/verify-driver.ts';
import { found, lineOf, mutate, workbench } from './verify-fixture.ts';

const tree = fileURLToPath(new URL('./fixtures/linux-2.4', import.meta.url));
const file = 'drivers/char/board.c';
const board = readFileSync(`${tree}/${file}`, 'latin1');
const ioHeader = `${tree}/include/asm-ppc/io.h`;

/** The tree's header as it was before the arguments were added. */
const oldHeader = Buffer.from(
  mutate(readFileSync(ioHeader, 'latin1'), 'void *vaddr, size_t size, dma_addr_t dma_handle', 'void *vaddr'),
);

async function verify(text: string, extra: Partial<DriverInput> = {}) {
  const input = {
    file,
    root: tree,
    source: Buffer.from(text),
    includeRoots: [],
    overlay: {},
    kernelTree: tree,
    ...extra,
  };
  return (await verifyHere(input, workbench(), defaultOptions)).verdict;
}

describe('a driver of a 2.4 tree', () => {
  it('is compiled with the tree’s own headers, configured on, and says so', async () => {
    const verdict = await verify(board);
    expect(verdict.error).toBeNull();
    expect(verdict.profile).toContain('Linux 2.4.99 ppc, walnut_defconfig with CONFIG_BOARD');
    expect(verdict.lifecycle).toEqual(['load', 'unload']);
    expect(verdict.sites).toMatchObject([{ file, line: lineOf(board, 'consistent_free(buffer'), reached: true }]);
    expect(verdict.allocator).toBe('ppc-sized');
  });

  it('keeps what assembly meant: bits, registers, interrupt flags, BUG', async () => {
    const text = mutate(board, 'mfdcr(0x12) != 7', 'mfdcr(0x12) != 8');
    const { findings } = await verify(text);
    expect(findings.some(({ message }) => message.includes(`board.c:${lineOf(text, 'BUG();')}`))).toBe(true);
  });

  it('runs on the old allocator when the old header stands in, and its reserved bits are seen', async () => {
    const old = mutate(board, 'consistent_free(buffer, BYTES, handle)', 'consistent_free(buffer)');
    const overlay = { [ioHeader]: oldHeader };
    const verdict = await verify(old, { overlay });
    expect(verdict.allocator).toBe('ppc-map1');
    expect(found(verdict)).toEqual([]);
    const forgotten = mutate(old, '\tClearPageReserved(first_page());\n', '');
    expect(found(await verify(forgotten, { overlay }))).toEqual([`R18 ${lineOf(forgotten, 'consistent_free(buffer')}`]);
  });

  it('sees the clock go on while it waits, in memory as a tree’s headers have it', async () => {
    const wait = '\tflags = jiffies;\n\twhile (jiffies - flags < 100) ;\n\tlocal_irq_save(flags);';
    const [waiting, plain] = [await verify(mutate(board, '\tlocal_irq_save(flags);', wait)), await verify(board)];
    expect(waiting.lifecycle).toEqual(['load', 'unload']);
    expect(waiting.findings.map(({ rule }) => rule)).toEqual(plain.findings.map(({ rule }) => rule));
  });

  it('that does not compile has its first error at its own line, assembly or not', async () => {
    const text = mutate(board, '\tmtdcr(0x12, 7);\n', '\tasm volatile("sync\\n"\n\t\t"isync");\n\tmtdcr(oops);\n');
    expect((await verify(text)).error).toMatchObject({ kind: 'compile', file, line: lineOf(text, 'mtdcr(oops)') });
  });

  it('is refused when the tree is none', async () => {
    const { error } = await verify(board, { kernelTree: `${tree}/drivers` });
    expect(error).toMatchObject({ kind: 'toolchain', file });
    expect(error?.message).toContain('is no Linux tree');
  });
});
