import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freehandle } from './support/command.ts';
import { copyOfExamples, temporaryFolder } from './support/folder.ts';

const allocates = `#include "card.h"
int card_start(struct card *c)
{
	c->ring = consistent_alloc(GFP_KERNEL, RING_BYTES, &c->ring_dma);
	return c->ring ? 0 : -1;
}
`;
const frees = `#include "../a/card.h"
void card_stop(struct card *c)
{
	if (c->ring)
		consistent_free(c->ring);
}
`;
const header = `#define RING_BYTES 512
struct card { void *ring; dma_addr_t ring_dma; };
`;

function tree(): string {
  const cwd = temporaryFolder();
  for (const folder of ['a', 'b']) mkdirSync(path.join(cwd, folder));
  writeFileSync(path.join(cwd, 'a/start.c'), allocates);
  writeFileSync(path.join(cwd, 'a/card.h'), header);
  writeFileSync(path.join(cwd, 'b/stop.c'), frees);
  return cwd;
}

describe('freehandle migrate --shard', () => {
  it('makes facts of parts, from which the whole is planned: allocated in one, freed in the other', async () => {
    const cwd = tree();
    const whole = await freehandle(['migrate', '--no-cache'], { cwd });
    expect(whole.stdout).toContain('+\t\tconsistent_free(c->ring, RING_BYTES, c->ring_dma);');
    for (const part of [1, 2]) {
      const { code, stdout } = await freehandle(['migrate', '--shard', `${part}/2`, '-o', `${part}.facts`], { cwd });
      expect({ code, stdout }).toMatchObject({ code: 0 });
      expect(stdout).toMatch(new RegExp(`^Part ${part} of 2: 1 of 1 files that mention the API, of [12]\\.`));
    }
    const merged = await freehandle(['merge', '2.facts', '1.facts', '-o', 'all.facts'], { cwd });
    expect(merged).toMatchObject({ code: 0, stdout: '2 files known. Facts: all.facts\n' });
    const timeless = (text: string): string => text.replace(/\d+ ms/, '');
    const planned = await freehandle(['migrate', '--no-cache', '--facts', 'all.facts'], { cwd });
    expect(timeless(planned.stdout)).toBe(timeless(whole.stdout));
    await freehandle(['migrate', '--no-cache', '--facts', '1.facts', '--facts', '2.facts', '--write'], { cwd });
    expect(readFileSync(path.join(cwd, 'b/stop.c'), 'utf8')).toContain('consistent_free(c->ring, RING_BYTES,');
  }, 60_000);

  it.each([
    ['a part that there is not', ['migrate', '--shard', '3/2', '-o', 'x'], /must be the number of a part/],
    ['no file for the facts', ['migrate', '--shard', '1/2'], /FH2041/],
    ['what is no facts', ['migrate', '--facts', 'a/card.h'], /FH2040/],
    ['nothing to merge', ['merge', 'a/card.h'], /FH2042.*neither facts nor a JSON report/s],
    ['another report', ['merge', 'other.json'], /FH2042.*no report of audit or of verify/s],
  ])('says what is wrong with %s', async (_what, args, said) => {
    const cwd = tree();
    writeFileSync(path.join(cwd, 'other.json'), '{}');
    const { code, stderr } = await freehandle(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(said);
  });
});

describe('A run in parts', () => {
  it.each([
    ['audit', ['audit', 'drivers']],
    ['verify', ['verify', 'drivers/dma', 'drivers/video']],
  ])('of %s, merged, is the run in one piece to the byte, but for its time', async (_name, command) => {
    const cwd = copyOfExamples();
    const timeless = (text: string): string => text.replace(/"(ms|compileMs|runMs)": [\d.]+/g, '"$1": 0');
    const whole = await freehandle([...command, '--format', 'json'], { cwd });
    expect(whole.code).toBe(1);
    for (const part of [1, 2, 3]) {
      const { code } = await freehandle(
        [...command, '--shard', `${part}/3`, '--format', 'json', '--quiet', '--output', `${part}.json`],
        { cwd },
      );
      expect([0, 1]).toContain(code);
      const { findings } = JSON.parse(readFileSync(path.join(cwd, `${part}.json`), 'utf8')) as { findings: unknown[] };
      expect(findings.length).toBeLessThan(whole.stdout.match(/"severity"/g)!.length);
    }
    const some = await freehandle(['merge', '3.json', '1.json', '-q', '-o', 'some.json'], { cwd });
    expect(some.stderr).toBe('');
    const merged = await freehandle(['merge', '2.json', 'some.json', '3.json'], { cwd });
    expect(merged.code).toBe(1);
    expect(timeless(merged.stdout)).toBe(timeless(whole.stdout));
  });
});
