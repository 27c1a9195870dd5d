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
  return (await auditFiles([path.join(folder, 'mixer.c')], { root: folder })).findings;
}

describe('a known finding', () => {
  it('is left out where a comment names its rule and a reason', async () => {
    expect(await audit(source.replace(second, '\t/* freehandle-ignore R7: the test bench wants it */\n$&'))).toEqual(
      [],
    );
  });

  it('is told where the comment names another rule, or no reason', async () => {
    expect(await audit(source.replace(second, '\t/* freehandle-ignore R9: no */\n$&'))).toHaveLength(1);
    expect(await audit(source.replace(second, '\t/* freehandle-ignore R7: */\n$&'))).toHaveLength(1);
  });
});
