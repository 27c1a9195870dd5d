import { describe, expect, it } from 'vitest';
import { migrate } from './fixture.ts';

const code = `int up(struct chan *c)
{
	c->mem = consistent_alloc(GFP_KERNEL, CHAN_BYTES, &c->bus);
	return c->mem ? 0 : -ENOMEM;
}

void down(struct chan *c)
{
	if (c->mem)
		consistent_free(c->mem);
}
`;
const migrated = code.replace('consistent_free(c->mem)', 'consistent_free(c->mem, CHAN_BYTES, c->bus)');

describe('A file that mentions the API in what is not closed', () => {
  it.each([
    ['comment', '/* consistent_free(c->mem);\n'],
    ['string', 'char *s = "consistent_free(c->mem);\n'],
    ['character constant', "int i = 'consistent_free(c->mem);\n"],
  ])('is a problem with the line: %s', async (kind, tail) => {
    const { plan, after } = await migrate({ 'input.c': code + tail });
    expect(plan.problems).toEqual([expect.objectContaining({ file: 'input.c', code: 'FH1008', severity: 'error' })]);
    expect(plan.problems[0]!.message).toContain(`the ${kind} that begins in line 12 is not closed`);
    expect(after).toBe(migrated + tail);
  });

  it('is edited nowhere after that point', async () => {
    const start = 'char *s = "consistent_free(x);\nextern void consistent_free(void *vaddr);\n';
    const { plan, after } = await migrate({ 'input.c': start + code });
    expect(after).toBe(start + code);
    expect(new Set(plan.sites.map((site) => site.reason))).toEqual(new Set(['unparsed']));
    expect(plan.declarations).toEqual([]);
  });

  it('is none when the name only stands in text that is closed, or what is open does not name it', async () => {
    const tail = '/* consistent_free(x) */ char *s = "consistent_free(x)";\n#if 0\nit isn\'t C\n#endif\n';
    const { plan, after } = await migrate({ 'input.c': code + tail });
    expect(plan.problems).toEqual([]);
    expect(after).toBe(migrated + tail);
  });
});
