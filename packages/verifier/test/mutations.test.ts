import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../src/driver-input.ts';
import { verifyHere } from '../src/verify-driver.ts';
import { fixture, found, lineOf, mutate, ring, verify, workbench } from './verify-fixture.ts';

const freeDesc = 'consistent_free(r->desc, RING_BYTES, r->desc_dma);';
const freeStats = 'consistent_free(r->stats, STATS_BYTES, r->stats_dma);';
/** The end of remove, where both buffers and the ring are given back. */
const removal = `\tfree_irq(11, r);\n\t${freeStats}\n\t${freeDesc}\n\tkfree(r);`;

function removeBy(lines: string): string {
  return mutate(ring, removal, lines);
}

describe('a driver whose calls are right', () => {
  it('has no finding, every site reached, and as many runs as it has steps that can fail', async () => {
    const verdict = await verify(ring);
    expect(verdict.error).toBeNull();
    expect(found(verdict)).toEqual([]);
    expect(verdict.allocator).toBe('ppc-sized');
    expect(verdict.inconclusive).toBe(0);
    expect(verdict.sites.map(({ line, reached, function: name }) => [line, reached, name])).toEqual([
      [lineOf(ring, freeStats, 1), true, 'ring_probe'],
      [lineOf(ring, freeDesc, 1), true, 'ring_probe'],
      [lineOf(ring, freeStats, 2), true, 'ring_remove'],
      [lineOf(ring, freeDesc, 2), true, 'ring_remove'],
    ]);
    expect(verdict.lifecycle).toEqual(['load', 'probe', 'interrupt 11', 'unload', 'remove']);
    expect(verdict.blocks.reached).toBeGreaterThan(verdict.blocks.total * 0.8);
    expect(verdict.stubs).toEqual([]);
  });
});

describe('a seeded mistake is found, with its rule and its line', () => {
  const mistakes: readonly (readonly [what: string, text: string, rule: string, piece: string, nth?: number])[] = [
    [
      'wrong size',
      removeBy(removal.replace('RING_BYTES', 'STATS_BYTES')),
      'R9',
      'consistent_free(r->desc, STATS_BYTES',
    ],
    [
      'wrong handle',
      removeBy(removal.replace('r->desc_dma', 'r->stats_dma')),
      'R10',
      'consistent_free(r->desc, RING_BYTES, r->stats_dma',
    ],
    [
      'size and handle swapped',
      removeBy(removal.replace('RING_BYTES, r->desc_dma', 'r->desc_dma, RING_BYTES')),
      'R11',
      'r->desc_dma, RING_BYTES',
    ],
    ['double free', removeBy(removal.replace(freeDesc, `${freeDesc}\n\t${freeDesc}`)), 'R7', freeDesc, 3],
    [
      'use after consistent_free',
      removeBy(removal.replace('\tkfree', '\tr->desc[0] = 1;\n\tkfree')),
      'S2',
      'r->desc[0] = 1',
    ],
    ['use after kfree', removeBy(`${removal}\n\tr->interrupts = 1;`), 'S2', 'r->interrupts = 1'],
    [
      'arguments read after kfree',
      removeBy(
        `\tu32 *d = r->desc;\n\tfree_irq(11, r);\n\t${freeStats}\n\tkfree(r);\n\tconsistent_free(d, RING_BYTES,\n\t\tr->desc_dma);`,
      ),
      'R12',
      '\tr->desc_dma);',
    ],
    [
      'use after consistent_free on the same line, which is no argument',
      removeBy(removal.replace(freeDesc, `${freeDesc} r->interrupts = r->desc[0];`)),
      'S2',
      'r->interrupts = r->desc[0]',
    ],
    [
      'free under a lock',
      removeBy(removal.replace(freeDesc, `spin_lock(&r->lock); ${freeDesc} spin_unlock(&r->lock);`)),
      'R3',
      `spin_lock(&r->lock); ${freeDesc}`,
    ],
    [
      'free with interrupts off',
      removeBy(
        `\tunsigned long f;\n${removal.replace(freeDesc, `local_irq_save(f); ${freeDesc} local_irq_restore(f);`)}`,
      ),
      'R3',
      `local_irq_save(f); ${freeDesc}`,
    ],
    [
      'free in the interrupt handler',
      mutate(ring, '\tr->interrupts++;', `\tr->interrupts++;\n\t${freeStats}`),
      'R2',
      freeStats,
      1,
    ],
    ['leak in remove', removeBy(removal.replace(`\t${freeDesc}\n`, '')), 'R7', 'r->desc = consistent_alloc'],
    [
      'leak on an error path',
      mutate(ring, `out_desc:\n\t${freeDesc}\n`, 'out_desc:\n'),
      'R7',
      'r->desc = consistent_alloc',
    ],
    [
      'result unchecked',
      mutate(ring, '\tif (!r->stats)\n\t\tgoto out_desc;\n', '\tr->stats[0] = 0;\n'),
      'R5',
      'r->stats[0] = 0',
    ],
    ['overrun', mutate(ring, 'r->interrupts = 0;', '(&r->interrupts)[1] = 0;'), 'S1', '(&r->interrupts)[1]'],
    ['NULL followed', mutate(ring, '\tif (!r)\n\t\treturn -ENOMEM;\n', ''), 'S3', 'spin_lock_init(&r->lock)'],
    [
      'lock at the last address',
      mutate(ring, '\tspin_lock_init', '\tspin_lock((spinlock_t *)~0ul);\n\tspin_lock_init'),
      'S3',
      'spin_lock((spinlock_t',
    ],
    [
      'pointer never set',
      mutate(ring, '\tspin_lock_init', '\t*r->stats = 0;\n\tspin_lock_init'),
      'S3',
      '*r->stats = 0',
    ],
  ];
  for (const [what, text, rule, piece, nth] of mistakes) {
    it(what, async () => {
      expect(found(await verify(text))).toContain(`${rule} ${lineOf(text, piece, nth)}`);
    });
  }

  it('names the run that shows it: what was called, and which step failed', async () => {
    const text = mutate(ring, `out_desc:\n\t${freeDesc}\n`, 'out_desc:\n');
    const leak = (await verify(text)).findings.find(({ rule }) => rule === 'R7');
    expect(leak?.run?.lifecycle).toEqual(['load', 'probe']);
    expect(leak?.run?.faults).toHaveLength(1);
    expect(leak?.run?.faults[0]).toContain(`drivers/ring.c:${lineOf(text, 'r->stats = consistent_alloc')}`);
  });
});

describe('a driver that cannot be run', () => {
  it('is refused by the compiler where an old call meets the new prototype', async () => {
    const text = mutate(ring, freeDesc, 'consistent_free(r->desc);');
    const { error, compiled } = await verify(text);
    expect(compiled).toBe(false);
    expect(error).toMatchObject({
      kind: 'compile',
      file: 'drivers/ring.c',
      line: lineOf(text, 'consistent_free(r->desc);'),
    });
    expect(error?.message).toContain('too few arguments');
  });

  it('has a clear first error for a syntax error, with its line', async () => {
    const text = mutate(ring, 'int err = -ENOMEM;', 'int err = ;');
    expect((await verify(text)).error).toMatchObject({ kind: 'compile', line: lineOf(text, 'int err = ;') });
  });

  it('names the header that is missing, and what to do', async () => {
    const { error } = await verify(`#include <linux/none.h>\n${ring}`);
    expect(error).toMatchObject({ kind: 'compile', line: 1 });
    expect(error?.hint).toContain('linux/none.h');
  });

  it('is said to have no entry when nothing can be called', async () => {
    expect((await verify('int x;\n')).error?.kind).toBe('no-entry');
  });

  it('is refused when a function without prototype is called with different argument lists', async () => {
    const text = mutate(ring, '\tr->interrupts = 0;', '\textern void odd();\n\todd(1);\n\todd(1, 2);');
    expect((await verify(text)).error?.message).toContain('odd()');
  });
});

describe('a driver that misbehaves', () => {
  it('ends by fuel in an endless loop, at its line', async () => {
    const text = mutate(ring, 'r->interrupts = 0;', 'for (;;) r->interrupts = 0;');
    expect(found(await verify(text))).toContain(`S5 ${lineOf(text, 'for (;;)')}`);
  });

  it('is warned of a wait that only a device can end, not of one that counts', async () => {
    const wait = (round: string): string =>
      mutate(ring, 'r->interrupts = 0;', `while (in_be32((void *)0x1000) != 7) ${round}`);
    const endless = wait('r->interrupts = 0;');
    const { findings } = await verify(endless);
    expect(findings.map(({ rule, severity, line }) => [rule, severity, line])).toEqual([
      ['S8', 'warning', lineOf(endless, 'while (in_be32')],
    ]);
    expect(found(await verify(wait('if (r->interrupts++ == 1000000000) break;')))).toEqual([]);
  });

  it('gets past a wait for a bit to be set, or cleared', async () => {
    const waits =
      'while (!(in_be32((void *)0x1000) & 4)) ; while (in_be32((void *)0x2000) & 1) ; out_be32((void *)0x2000, 1);';
    expect(
      found(
        await verify(
          mutate(ring, 'r->interrupts = 0;', `${waits} while (in_be32((void *)0x2000) & 1) ; r->interrupts = 0;`),
        ),
      ),
    ).toEqual([]);
  });

  it('ends in a recursion without end', async () => {
    const text = mutate(
      ring,
      'static void ring_interrupt',
      'static int deep(int n)\n{\n\treturn deep(n + 1) + 1;\n}\n\nstatic void ring_interrupt',
    ).replace('r->interrupts = 0;', 'r->interrupts = deep(0);');
    expect((await verify(text)).findings.map(({ rule }) => rule)).toContain('S4');
  });

  it('overflows its stack by one large local', async () => {
    const text = mutate(
      ring,
      'int err = -ENOMEM;',
      'int err = -ENOMEM;\n\tchar local[200000];\n\tmemset(local, 0, sizeof(local));',
    );
    expect((await verify(text)).findings).toMatchObject([{ rule: 'S4', function: 'ring_probe' }]);
  });

  it.each([
    ['does not end', 'for (;;) ;'],
    ['traps', '__builtin_trap();'],
  ])('has no verdict when it has a constructor, which the kernel would not call, that %s', async (_, body) => {
    const { error } = await verify(`${ring}\n__attribute__((constructor)) static void early(void) { ${body} }\n`);
    expect(error).toMatchObject({ kind: 'load', file: 'drivers/ring.c' });
    expect(error?.message).toContain('constructor');
  });

  it('fills memory beyond the last address', async () => {
    const text = mutate(ring, 'r->interrupts = 0;', 'memset((void *)0xfffff000, 0, 0x2000);');
    expect(found(await verify(text))).toEqual([`S3 ${lineOf(text, 'memset((void *)')}`]);
  });

  it('calls consistent_free with the address alone and no declaration: the call tells the allocator', async () => {
    const text = 'int init_module(void) { consistent_free(consistent_alloc(0, 64, (int *)0x100000)); return 0; }\n';
    expect((await verify(text)).allocator).toBe('ppc-map1');
  });

  it('has an init of another type than the kernel calls', async () => {
    expect((await verify('int init_module(long long a) { return 0; }\n')).findings).toMatchObject([{ rule: 'S7' }]);
  });

  it.each([
    ['bytes that are no text', String.fromCharCode(...Array.from({ length: 4096 }, (_, index) => (index * 151) & 255))],
    ['brackets without end', '('.repeat(1_000_000)],
    ['a comment without end', '/* '.repeat(100_000)],
    ['a file that includes itself', '#include "ring.c"\n'],
    ['a file of the host', '#include "/etc/passwd"\n'],
  ])('is refused with an error at its file: %s', async (_, text) => {
    expect((await verify(text)).error).toMatchObject({ kind: 'compile', file: 'drivers/ring.c' });
  });

  it('gets NULL for a huge allocation', async () => {
    const verdict = await verify(mutate(ring, 'kmalloc(sizeof(*r), GFP_KERNEL)', 'kmalloc(0x7fffffff, GFP_KERNEL)'));
    expect(verdict.error).toBeNull();
    expect(verdict.lifecycle).toEqual(['load', 'probe']);
  });

  it('leaves the next driver as it was', async () => {
    const before = await verify(ring);
    await verify(mutate(ring, 'r->interrupts = 0;', 'for (;;) r->interrupts = 0;'));
    const after = await verify(ring);
    const timeless = { compileMs: 0, runMs: 0 };
    expect({ ...after, ...timeless }).toEqual({ ...before, ...timeless });
  });

  it('may call a function through a pointer of another type, but not what is no function', async () => {
    const calling = (value: string): string =>
      mutate(ring, '\tr->interrupts = 0;', `\tint (*volatile odd)(int, void *) = (void *)${value};\n\todd(1, r);`);
    expect(found(await verify(calling('ring_interrupt')))).toEqual([]);
    for (const nothing of ['0', '0x12345']) expect(found(await verify(calling(nothing)))).toEqual(['S7 38']);
  });
});

describe('paths', () => {
  it('are reported as they were given', async () => {
    expect((await verify(ring)).sites.map(({ file }) => file)).toEqual(Array(4).fill('drivers/ring.c'));
  });

  it('may lie outside the root, as when a tree is named from elsewhere', async () => {
    const inside = fixture(ring);
    const outside = { ...inside, root: join(inside.root, 'include/asm'), file: '../../drivers/ring.c' };
    const text = mutate(ring, 'kfree(r);\n}', '}');
    const { verdict } = await verifyHere({ ...outside, source: Buffer.from(text) }, workbench(), defaultOptions);
    expect(verdict.findings).toMatchObject([{ rule: 'K3', file: '../../drivers/ring.c', function: 'ring_probe' }]);
  });

  it('do not lead a driver to files it has no business with', async () => {
    const { error } = await verify(`#include "../../../../README.md"\n${ring}`);
    expect(error).toMatchObject({ kind: 'compile', line: 1 });
    expect(error?.message).toContain('file not found');
  });
});
