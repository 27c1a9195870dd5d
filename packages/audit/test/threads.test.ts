import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { auditFiles } from '../src/index.ts';

it('Threads that are given many groups of files each find what the calling thread finds', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'freehandle-audit-'));
  try {
    const files = Array.from({ length: 70 }, (_, i) => path.join(root, `d${i}.c`));
    for (const [i, file] of files.entries()) {
      const free = i % 3 === 0 ? '' : 'consistent_free(v);';
      writeFileSync(
        file,
        `int f(dma_addr_t *h)\n{\n\tvoid *v = consistent_alloc(0, ${i + 1}, h);\n\n\t${free}\n\treturn 0;\n}\n`,
      );
    }
    const here = await auditFiles(files, { root });
    const progress: number[] = [];
    const there = await auditFiles(files, { root, jobs: 2, onProgress: (done) => progress.push(done) });
    expect(there).toEqual(here);
    expect(here.findings).toHaveLength(24);
    expect(progress.at(-1)).toBe(70);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
