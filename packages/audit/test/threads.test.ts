import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { auditFiles } from '../src/index.ts';

it('Threads that are given many files each find what the calling thread finds, and a cache keeps it as long as it holds', async () => {
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

    const cacheDir = path.join(root, 'cache');
    const cached = async () => {
      const seen: string[] = [];
      const audit = await auditFiles(files, { root, cacheDir, onProgress: (_done, _total, file) => seen.push(file) });
      return { audit, scanned: seen.filter((file) => file !== '') };
    };
    expect((await cached()).audit).toEqual(here);
    expect(await cached()).toEqual({ audit: here, scanned: [] });
    // A header comes into being that one of them includes.
    writeFileSync(path.join(root, 'd1.c'), `#include "own.h"\n${readFileSync(path.join(root, 'd1.c'), 'utf8')}`);
    writeFileSync(path.join(root, 'd0.c'), 'int nothing;\n');
    expect((await cached()).scanned).toEqual(['d1.c']);
    writeFileSync(path.join(root, 'own.h'), '#define consistent_free(v) do_nothing(v)\n');
    const after = await cached();
    expect(after.scanned).toEqual(['d1.c']);
    expect(after.audit).toEqual(await auditFiles(files, { root }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
