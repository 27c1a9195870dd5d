import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freehandle, repository } from './support/command.ts';
import { temporaryFolder } from './support/folder.ts';

interface Report {
  totals: Record<
    'files' | 'sites' | 'verified' | 'refuted' | 'underConstrained' | 'notReached' | 'notCompiled',
    number
  >;
  drivers: {
    file: string;
    sites: { status: string; why: string | null }[];
    after: {
      error: { kind: string; file: string; line: number; message: string; hint: string } | null;
      findings: { rule: string; file: string; line: number; message: string }[];
      lifecycle: string[];
    };
  }[];
}

/** A driver whose init does something between the allocation and the free of its one buffer. */
const driver = (body: string, before = ''): string => `#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/io.h>
${before}
static int __init odd_init(void)
{
	dma_addr_t handle;
	char *buffer = consistent_alloc(GFP_KERNEL, 4096, &handle);

	if (!buffer)
		return -ENOMEM;
	${body}
	consistent_free(buffer, 4096, handle);
	return 0;
}

module_init(odd_init);
`;

const drivers: Readonly<Record<string, string>> = {
  'endless.c': driver('for (;;)\n\t\tbuffer[0]++;'),
  'recursion.c': driver('buffer[0] = deep(1);', '\nstatic int deep(int n)\n{\n\treturn deep(n + 1) + 1;\n}\n'),
  'huge.c': driver('if (!kmalloc(0x7fffffff, GFP_KERNEL))\n\t\tbuffer[0] = 1;'),
  'header.c': `#include <linux/none.h>\n${driver('')}`,
  'syntax.c': driver('buffer[0] = ;'),
  'assembly.c': '\t.globl consistent_free\nconsistent_free:\n\tblr\n',
  'entry.c': driver('').replace('module_init(odd_init);\n', 'void *keep = odd_init;\n'),
  'everywhere.c': driver('{ volatile char *p = buffer;\n\t\tfor (;;)\n\t\t\t*p++ = 0; }'),
  'right.c': driver('buffer[0] = 1;'),
};

const lineOf = (file: string, piece: string): number =>
  drivers[file]!.slice(0, drivers[file]!.indexOf(piece)).split('\n').length;

describe('verify, given drivers of every bad kind at once,', () => {
  it('tells of each what is wrong, where, and what to do, and goes on with the rest', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'include/asm'), { recursive: true });
    // the header with the new argument list: there is nothing to migrate, and each is run in one form
    const header = readFileSync(`${repository}examples/include/asm/io.h`, 'latin1');
    const grown = header.replace(/(consistent_free\(void \*\w+)\)/, '$1, size_t size, dma_addr_t handle)');
    expect(grown).not.toBe(header);
    writeFileSync(path.join(folder, 'include/asm/io.h'), grown);
    mkdirSync(path.join(folder, 'drivers'));
    for (const [name, text] of Object.entries(drivers)) writeFileSync(path.join(folder, 'drivers', name), text);

    const { code, stdout, stderr } = await freehandle(['verify', 'drivers', '--format', 'json'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const report = JSON.parse(stdout) as Report;
    const of = (name: string) => report.drivers.find(({ file }) => file === `drivers/${name}`)!;
    const rules = (name: string): string[] =>
      of(name).after.findings.map(({ rule, line }) => (line === 0 ? rule : `${rule} ${line}`));
    expect(report.totals.files).toBe(Object.keys(drivers).length);

    expect(rules('endless.c').join()).toMatch(
      new RegExp(`S5 (?:${lineOf('endless.c', 'for (;;)')}|${lineOf('endless.c', 'buffer[0]++')})`),
    );
    expect(rules('recursion.c').map((rule) => rule.split(' ')[0])).toContain('S4');
    expect(rules('everywhere.c')).toContain(`S1 ${lineOf('everywhere.c', '*p++')}`);
    expect(of('huge.c').after).toMatchObject({ error: null });
    expect(of('huge.c').after.lifecycle[0]).toBe('load');

    expect(of('header.c').after.error).toMatchObject({ kind: 'compile', file: 'drivers/header.c', line: 1 });
    expect(of('header.c').after.error?.hint).toContain('linux/none.h');
    expect(of('syntax.c').after.error).toMatchObject({
      kind: 'compile',
      file: 'drivers/syntax.c',
      line: lineOf('syntax.c', 'buffer[0] = ;'),
    });
    expect(of('assembly.c').after.error).toMatchObject({ kind: 'compile', file: 'drivers/assembly.c' });
    expect(of('entry.c').after.error).toMatchObject({ kind: 'no-entry', file: 'drivers/entry.c' });
    for (const { after } of report.drivers.filter((one) => one.after.error !== null)) {
      expect(after.error?.message).not.toBe('');
      expect(after.error?.hint).not.toBe('');
    }

    expect(of('syntax.c').sites).toMatchObject([{ status: 'not-compiled' }]);
    expect(of('entry.c').sites).toMatchObject([{ status: 'under-constrained', by: 'under-constrained' }]);
    expect(of('right.c').sites).toMatchObject([{ status: 'verified', why: null }]);
    const { sites, verified, refuted, underConstrained, notReached, notCompiled } = report.totals;
    expect(verified + refuted + underConstrained + notReached + notCompiled).toBe(sites);
  }, 120_000);

  it('says of a file that is no C source, and is named, that it is none', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'head.S'), '\tbl consistent_free\n');
    const { code, stderr } = await freehandle(['verify', 'head.S'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error FH2025 head\.S: .*\n {2}hint: /);
  });
});
