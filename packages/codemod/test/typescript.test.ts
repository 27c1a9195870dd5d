import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consistentFree, migratedFiles, planMigration } from '../src/index.ts';
import { put, temporaryFolder } from './tree.ts';

const types = `
export interface ConsistentBuffer { readonly vaddr: number; readonly handle: number | undefined }
export interface Kernel {
  consistentAlloc(gfp: number, size: number): ConsistentBuffer;
  readonly consistentFree: (vaddr: number) => void;
}
export declare function createKernel(): Kernel;
export declare const GFP_KERNEL: number;
`;

const head = `import { createKernel, GFP_KERNEL, type Kernel, type ConsistentBuffer } from '@freehandle/model';\nconst kernel = createKernel();\n`;

/** A project with one file that imports a kernel; `body` follows the import. */
async function migrate(body: string, others: Record<string, string> = {}) {
  const root = temporaryFolder();
  put(root, 'node_modules/@freehandle/model/package.json', '{"name":"@freehandle/model","types":"index.d.ts"}');
  put(root, 'node_modules/@freehandle/model/index.d.ts', types);
  put(root, 'caller.ts', head + body);
  for (const [file, text] of Object.entries(others)) put(root, file, text);
  const files = ['caller.ts', ...Object.keys(others)];
  const plan = await planMigration(files, { migration: consistentFree, root });
  const changed = await migratedFiles(plan, { include: ['safe', 'review'] });
  const mine = changed.find(({ file }) => file === 'caller.ts');
  const after = mine ? Buffer.from(mine.after).toString('utf8') : readFileSync(join(root, 'caller.ts'), 'utf8');
  return {
    sites: plan.sites.map(({ file, line, status, reason, after: to }) => ({ file, line, status, reason, after: to })),
    after: after.replace(head, ''),
  };
}

describe('A TypeScript caller of the old free', () => {
  it('gets the size and the handle of its buffer; safe where the pointer was tested', async () => {
    const { sites, after } = await migrate(
      `const SIZE = 4096 * 2;\nconst ring = kernel.consistentAlloc(GFP_KERNEL, SIZE);\nif (ring.vaddr !== 0) {\n  kernel.consistentFree(ring.vaddr);\n}\n`,
    );
    expect(after).toContain('kernel.consistentFree(ring.vaddr, SIZE, ring.handle!);');
    expect(sites).toMatchObject([{ line: 6, status: 'safe' }]);
  });

  it('is for review where NULL can reach it', async () => {
    const { sites } = await migrate(
      `const ring = kernel.consistentAlloc(0, 64);\nkernel.consistentFree(ring.vaddr);\n`,
    );
    expect(sites).toMatchObject([
      { status: 'review', after: 'kernel.consistentFree(ring.vaddr, 64, ring.handle ?? 0)' },
    ]);
  });

  it('is for review where the pointer may have another value than the one that was tested', async () => {
    const holder = (between: string, member = 'ring') =>
      `class Unit {\n  ring = kernel.consistentAlloc(0, 64);\n  turn(): void {\n    this.ring = kernel.consistentAlloc(0, 64);\n  }\n  drop(): void {\n    if (!this.${member}.vaddr) return;\n    ${between}\n    kernel.consistentFree(this.ring.vaddr);\n  }\n}\n`;
    const statusOf = async (body: string) => (await migrate(body)).sites.map(({ status }) => status);
    expect(await statusOf(holder('const quiet = 1;'))).toEqual(['safe']);
    expect(await statusOf(holder('this.ring = kernel.consistentAlloc(0, 64);'))).toEqual(['review']);
    expect(await statusOf(holder('this.turn();'))).toEqual(['review']);
    expect(await statusOf(holder('[this.ring] = [kernel.consistentAlloc(0, 64)];'))).toEqual(['review']);
    const loop = `let ring = kernel.consistentAlloc(0, 64);\nif (ring.vaddr) {\n  for (let i = 0; i < 2; i++) {\n    kernel.consistentFree(ring.vaddr);\n    ring = kernel.consistentAlloc(0, 64);\n  }\n}\n`;
    expect(await statusOf(loop)).toEqual(['review']);
  });

  it('is found by type: taken out, renamed, handed on by another file', async () => {
    const { sites } = await migrate(
      `const { consistentFree, consistentFree: release } = kernel;\nconst free = kernel.consistentFree;\nexport { release };\nconst { vaddr, handle } = kernel.consistentAlloc(0, 64);\nif (!vaddr) throw new Error();\nconsistentFree(vaddr);\nrelease(vaddr);\nfree(vaddr);\nexport const buffer = kernel.consistentAlloc(0, 128);\n`,
      { 'other.ts': `import { release, buffer } from './caller.ts';\nif (buffer.vaddr) release(buffer.vaddr);\n` },
    );
    expect(sites.map(({ file, after }) => `${file} ${after}`)).toEqual([
      'caller.ts consistentFree(vaddr, 64, handle!)',
      'caller.ts release(vaddr, 64, handle!)',
      'caller.ts free(vaddr, 64, handle!)',
      'other.ts release(buffer.vaddr, 128, buffer.handle!)',
    ]);
  });

  it('follows the members of a class and of an object to every value they are given', async () => {
    const { sites } = await migrate(
      `const BYTES = 512;\nclass Ring {\n  buffer: ConsistentBuffer = kernel.consistentAlloc(0, BYTES);\n  renew(): void { this.buffer = kernel.consistentAlloc(1, BYTES); }\n  drop(): void { if (this.buffer.vaddr) kernel.consistentFree(this.buffer.vaddr); }\n}\nconst state = { rx: kernel.consistentAlloc(0, 16) };\nkernel.consistentFree(state.rx.vaddr);\n`,
    );
    expect(sites.map(({ after }) => after)).toEqual([
      'kernel.consistentFree(this.buffer.vaddr, BYTES, this.buffer.handle!)',
      'kernel.consistentFree(state.rx.vaddr, 16, state.rx.handle ?? 0)',
    ]);
  });

  it('is refused with a reason for what cannot be told', async () => {
    const cases: [what: string, body: string, reason: string][] = [
      ['a parameter', 'export function f(v: number): void { kernel.consistentFree(v); }', 'no-allocation-found'],
      [
        'a buffer that comes from elsewhere too',
        'let b = kernel.consistentAlloc(0, 8);\nexport function set(x: ConsistentBuffer): void { b = x; }\nkernel.consistentFree(b.vaddr);',
        'no-allocation-found',
      ],
      [
        'allocations of two sizes',
        'let b = kernel.consistentAlloc(0, 8);\nb = kernel.consistentAlloc(0, 16);\nkernel.consistentFree(b.vaddr);',
        'ambiguous-allocation',
      ],
      [
        'a size that is out of scope',
        'function make(): ConsistentBuffer { const n = 8; const b = kernel.consistentAlloc(0, n); keep.b = b; return b; }\nconst keep: { b?: ConsistentBuffer } = {};\nclass R { b: ConsistentBuffer; constructor() { const n = 9; this.b = kernel.consistentAlloc(0, n); } drop(): void { kernel.consistentFree(this.b.vaddr); } }\nmake();',
        'size-not-expressible',
      ],
      [
        'a size of the same name that is another',
        'class R { b: ConsistentBuffer; constructor(n: number) { this.b = kernel.consistentAlloc(0, n); } drop(n: number): void { kernel.consistentFree(this.b.vaddr); } }',
        'size-not-expressible',
      ],
      [
        'a size that changes',
        'let n = 8;\nconst b = kernel.consistentAlloc(0, n);\nn <<= 1;\nkernel.consistentFree(b.vaddr);',
        'size-changed',
      ],
      [
        'a size that may change in its object',
        'const o = { n: 8 };\nconst b = kernel.consistentAlloc(0, o.n);\nkernel.consistentFree(b.vaddr);',
        'size-changed',
      ],
      [
        'a handle that nothing keeps',
        'const { vaddr } = kernel.consistentAlloc(0, 8);\nkernel.consistentFree(vaddr);',
        'handle-not-retained',
      ],
      ['the method passed as a value', '[1].forEach(kernel.consistentFree);', 'function-pointer'],
    ];
    const files = Object.fromEntries(cases.map(([what, body]) => [`${what.replaceAll(' ', '-')}.ts`, head + body]));
    const { sites } = await migrate('', files);
    expect(Object.fromEntries(sites.map(({ file, reason }) => [file, reason]))).toEqual(
      Object.fromEntries(cases.map(([what, , reason]) => [`${what.replaceAll(' ', '-')}.ts`, reason])),
    );
    expect(sites).toHaveLength(cases.length);
  });

  it('is not what another object calls by the same name, nor what has its arguments already', async () => {
    const { sites } = await migrate(
      `const mine = { consistentFree(v: number): void { void v; } };\nmine.consistentFree(1);\n(kernel as unknown as { consistentFree(...all: number[]): void }).consistentFree(1);\n`,
    );
    expect(sites).toEqual([]);
  });

  it('keeps every byte around the edit: byte order mark, CRLF, characters of several bytes', async () => {
    const root = temporaryFolder();
    put(root, 'node_modules/@freehandle/model/package.json', '{"name":"@freehandle/model","types":"index.d.ts"}');
    put(root, 'node_modules/@freehandle/model/index.d.ts', types);
    const source = (args: string): string =>
      `\ufeffimport { createKernel } from '@freehandle/model'; // größe 日本\r\nconst k = createKernel();\r\nconst grösse = 4;\r\nconst b = k.consistentAlloc(0, grösse);\r\nif (b.vaddr) k.consistentFree(b.vaddr${args}); /* ß */`;
    put(root, 'a.ts', Buffer.from(source('')).toString('latin1'));
    const plan = await planMigration(['a.ts'], { migration: consistentFree, root });
    const [changed] = await migratedFiles(plan, { include: ['safe'] });
    expect(Buffer.from(changed!.after).toString('utf8')).toBe(source(', grösse, b.handle!'));
  });
});
