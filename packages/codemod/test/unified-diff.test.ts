import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdits, sourceFromBytes, type Edit } from '@freehandle/c-source';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unifiedDiff } from '../src/index.ts';
import { temporaryFolder } from './tree.ts';

it('shows any edits as git would take them', async () => {
  const root = temporaryFolder();
  execFileSync('git', ['init', '-q'], { cwd: root });
  const line = fc.constantFrom('a', '', '}', '\tx = 1;', 'same', '\xe9\xff', '\r');
  const text = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 30 }), fc.boolean())
    .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''))
    .filter((one) => one !== '');
  const piece = fc.constantFrom('', 'y', '\n', 'same\n', '\tx = 1;\n', '\na\n', ', size');
  const edit = fc.record({ at: fc.nat(), length: fc.nat({ max: 12 }), text: piece });
  const cases = fc.sample(fc.tuple(text, fc.array(edit, { minLength: 1, maxLength: 6 })), { numRuns: 400, seed: 2002 });
  const files = cases.map(([before, wanted], i) => {
    const edits: Edit[] = [];
    let from = 0;
    for (const { at, length, text: added } of wanted.toSorted(
      (a, b) => (a.at % before.length) - (b.at % before.length),
    )) {
      const start = Math.max(from, at % (before.length + 1));
      const end = Math.min(before.length, start + length);
      if (start > before.length) continue;
      edits.push({ start, end, text: added });
      from = end + 1;
    }
    const bytes = Buffer.from(before, 'latin1');
    writeFileSync(join(root, `${i}.c`), bytes);
    const path = join(root, `${i}.c`);
    return { file: `${i}.c`, path, before: bytes, after: applyEdits(sourceFromBytes(path, bytes), edits), edits };
  });
  writeFileSync(join(root, 'x.patch'), unifiedDiff(files), 'latin1');
  execFileSync('git', ['apply', '--whitespace=nowarn', 'x.patch'], { cwd: root });
  for (const { path, after } of files) {
    expect(readFileSync(path).toString('latin1')).toBe(Buffer.from(after).toString('latin1'));
  }
});

it('names files as git reads names: bytes above ASCII as they are, quoted where a line would break', () => {
  const root = temporaryFolder();
  execFileSync('git', ['init', '-q'], { cwd: root });
  const before = Buffer.from('a\n');
  const edits: Edit[] = [{ start: 0, end: 1, text: 'b' }];
  const files = ['größer.c', 'two words.c', 'new\nline.c', 'quo"te\\.c'].map((file) => {
    writeFileSync(join(root, file), before);
    return { file, path: join(root, file), before, after: Buffer.from('b\n'), edits };
  });
  writeFileSync(join(root, 'x.patch'), unifiedDiff(files), 'latin1');
  execFileSync('git', ['apply', 'x.patch'], { cwd: root });
  for (const { path } of files) expect(readFileSync(path, 'latin1')).toBe('b\n');
});
