import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultOptions } from '../src/driver-input.ts';
import { cachedToolchain } from '../src/toolchain/cached-toolchain.ts';
import type { Toolchain, TranslationUnit } from '../src/toolchain/toolchain.ts';
import { verifyHere } from '../src/verify-driver.ts';
import { fixture, ring, workbench } from './verify-fixture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'freehandle-compiled-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A toolchain that counts what it is asked for. */
function counting(name: string, diagnostics = ''): { toolchain: Toolchain; asked: string[] } {
  const asked: string[] = [];
  const output = diagnostics === '' ? new Uint8Array([0, 10, 255]) : null;
  const answer = (what: string) => {
    asked.push(what);
    return Promise.resolve({ output, diagnostics });
  };
  return { toolchain: { name, compile: () => answer('compile'), link: () => answer('link') }, asked };
}

const unit = (text: string): TranslationUnit => ({
  main: '/driver/a.c',
  files: new Map([['/driver/a.c', Buffer.from(text)]]),
  includeDirs: [],
  args: [],
});

describe('what was compiled', () => {
  it('is used again for the same bytes, arguments and compiler, and for no other', async () => {
    const { toolchain, asked } = counting('clang 1');
    const cached = cachedToolchain(toolchain, folder);
    const first = await cached.compile(unit('int a;'));
    expect(await cachedToolchain(toolchain, folder).compile(unit('int a;'))).toEqual(first);
    expect(asked).toEqual(['compile']);
    await cached.compile(unit('int b;'));
    await cached.compile({ ...unit('int a;'), args: ['-DX'] });
    await cached.compile({ ...unit('int a;'), files: new Map([...unit('int a;').files, ['/b.h', Buffer.from('')]]) });
    expect(asked).toHaveLength(4);
    const newer = counting('clang 2');
    await cachedToolchain(newer.toolchain, folder).compile(unit('int a;'));
    expect(newer.asked).toEqual(['compile']);
  });

  it('is told from what was linked', async () => {
    const { toolchain, asked } = counting('clang 1');
    const cached = cachedToolchain(toolchain, folder);
    const object = new Uint8Array([1]);
    await cached.link([object], ['-x']);
    await cached.link([object], ['-x']);
    await cached.link([object, object], ['-x']);
    expect(asked).toEqual(['link', 'link']);
  });

  it('keeps an error at its place, and not that the compiler had no memory', async () => {
    const broken = counting('clang 1', '/driver/a.c:1:2: error: no\n');
    const cached = cachedToolchain(broken.toolchain, folder);
    expect(await cached.compile(unit('int'))).toEqual(await cached.compile(unit('int')));
    expect(broken.asked).toHaveLength(1);
    const starved = counting('clang 1', 'fatal error: the compiler stopped: Out of memory');
    const other = cachedToolchain(starved.toolchain, folder);
    await other.compile(unit('int x;'));
    await other.compile(unit('int x;'));
    expect(starved.asked).toHaveLength(2);
  });

  it('is made again where a byte of it changed', async () => {
    const { toolchain, asked } = counting('clang 1');
    const cached = cachedToolchain(toolchain, folder);
    await cached.compile(unit('int a;'));
    const [entry] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /[0-9a-f]{40}/.test(name),
    );
    const place = join(folder, entry!);
    writeFileSync(place, readFileSync(place, 'latin1').replace(/.$/, 'Z'));
    expect((await cached.compile(unit('int a;'))).output).toEqual(new Uint8Array([0, 10, 255]));
    expect(asked).toHaveLength(2);
  });

  it('cannot be kept where there is no folder, and all goes on', async () => {
    const { toolchain, asked } = counting('clang 1');
    const cached = cachedToolchain(toolchain, '/dev/null/cache');
    await cached.compile(unit('int a;'));
    await cached.compile(unit('int a;'));
    expect(asked).toHaveLength(2);
  });

  it('gives the verdict that compiling gives, without a compiler', async () => {
    const bench = workbench();
    const own = async (toolchain: Toolchain) => {
      const { verdict } = await verifyHere(fixture(ring), { ...bench, toolchain }, defaultOptions);
      return { ...verdict, compileMs: 0, runMs: 0 };
    };
    const fresh = await own(cachedToolchain(bench.toolchain, folder));
    const { toolchain, asked } = counting(bench.toolchain.name);
    expect(await own(cachedToolchain(toolchain, folder))).toEqual(fresh);
    expect(asked).toEqual([]);
  });
});
