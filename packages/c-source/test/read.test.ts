import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MAX_SOURCE_BYTES, readCandidate } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'freehandle-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readCandidate(join(folder, name), name, ['consistent_free']);
const code = (name: string) => {
  const result = read(name);
  return result.kind === 'problem' ? `${result.problem.code} ${result.problem.severity}` : result.kind;
};

describe('a path that is no C text is a problem with a code', () => {
  it('missing', () => expect(code('nothing.c')).toBe('FH1001 error'));
  it('unreadable', (context) => {
    if (process.getuid?.() === 0) context.skip('root may read everything');
    writeFileSync(join(folder, 'secret.c'), 'consistent_free(x);');
    chmodSync(join(folder, 'secret.c'), 0);
    expect(code('secret.c')).toBe('FH1001 error');
  });
  it('a dangling link', () => {
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling.c'));
    expect(code('dangling.c')).toBe('FH1001 error');
  });
  it('a link to itself', () => {
    symlinkSync(join(folder, 'loop.c'), join(folder, 'loop.c'));
    expect(code('loop.c')).toBe('FH1001 error');
  });
  it('a folder', () => {
    mkdirSync(join(folder, 'dir.c'));
    expect(code('dir.c')).toBe('FH1002 error');
  });
  it('a FIFO, without waiting for a writer', () => {
    execFileSync('mkfifo', [join(folder, 'pipe.c')]);
    expect(code('pipe.c')).toBe('FH1002 error');
  });
  it('binary', () => {
    writeFileSync(join(folder, 'bin.c'), Buffer.from([99, 0, 1, 2]));
    expect(code('bin.c')).toBe('FH1003 error');
  });
  it('too large, when it mentions the API at a chunk border', () => {
    const text = Buffer.alloc(MAX_SOURCE_BYTES + 10, 40);
    text.write('consistent_free', 1024 * 1024 - 7);
    writeFileSync(join(folder, 'large.c'), text);
    expect(code('large.c')).toBe('FH1004 error');
  });
  it('none when it is too large, but of no interest', () => {
    writeFileSync(join(folder, 'parens.c'), Buffer.alloc(MAX_SOURCE_BYTES + 10, 40));
    expect(code('parens.c')).toBe('irrelevant');
  });
});

it('tells candidates from files of no interest, the empty one among them', () => {
  writeFileSync(join(folder, 'a.c'), 'void f(void) { consistent_free(x); }');
  writeFileSync(join(folder, 'b.c'), 'int consistent;');
  writeFileSync(join(folder, 'empty.c'), '');
  expect([code('a.c'), code('b.c'), code('empty.c')]).toEqual(['candidate', 'irrelevant', 'irrelevant']);
});

it('decodes so that a string index is a byte offset', () => {
  const bytes = Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('/* \u00fc */ consistent_free'), 0xff]);
  writeFileSync(join(folder, 'latin.c'), bytes);
  const result = read('latin.c');
  if (result.kind !== 'candidate') throw new Error(result.kind);
  expect(result.source.text.length).toBe(bytes.length);
  expect(result.source.text.indexOf('consistent_free')).toBe(bytes.indexOf('consistent_free'));
});
