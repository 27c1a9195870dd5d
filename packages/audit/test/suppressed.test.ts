import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditFiles } from '../src/index.ts';

const source = readFileSync(fileURLToPath(new URL('./fixtures/double-free/bad.c', import.meta.url)), 'utf8');
const second = /\tdma_free_coherent\(mixer->dev, 64, mixer->status, mixer->status_dma\);\n}\n$/;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function audit(text: string) {
  writeFileSync(path.join(folder, 'mixer.c'), text);
  return auditFiles([path.join(folder, 'mixer.c')], { root: folder });
}

const withComment = (text: string) => audit(source.replace(second, `\t${text}\n$&`));

describe('a known finding', () => {
  it.each(['R7: the test bench wants it', 'R9, R7: both are the bench'])(
    'is left out by freehandle-ignore %s',
    async (text) => {
      const { findings, problems } = await withComment(`/* freehandle-ignore ${text} */`);
      expect(findings).toEqual([]);
      expect(problems).toEqual([]);
    },
  );

  it.each([
    ['another rule', '/* freehandle-ignore R9: no */', 'no finding of R9 is in its line or the next'],
    ['no reason', '/* freehandle-ignore R7: */', 'it gives no reason'],
    ['no reason at all', '/* freehandle-ignore R7 */', 'it gives no reason'],
    ['no rule', '/* freehandle-ignore: it is known */', 'it names no rule'],
    ['a rule that there is not', '// freehandle-ignore R99: it is known', 'R99 is no rule'],
    ['a rule in lower case', '// freehandle-ignore r7: it is known', 'r7 is no rule'],
  ])('is told where the comment gives %s, and so is the comment', async (_what, text, why) => {
    const { findings, problems } = await withComment(text);
    expect(findings).toHaveLength(1);
    expect(problems).toEqual([expect.objectContaining({ file: 'mixer.c', code: 'FH1010', severity: 'warning' })]);
    expect(problems[0]!.message).toContain(`leaves out nothing: ${why}`);
    expect(problems[0]!.message).toContain(`in line ${findings[0]!.line - 1} `);
  });
});
