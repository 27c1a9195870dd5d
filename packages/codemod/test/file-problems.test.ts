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

describe('A call with a number of arguments that neither form has', () => {
  it('is a warning with its lines, and the rest of the file is migrated', async () => {
    const other = 'void stop(struct chan *c)\n{\n\tconsistent_free(c->a, 64);\n\tconsistent_free(c->b, 64);\n}\n';
    const { plan, after } = await migrate({ 'input.c': code + other });
    expect(plan.problems).toEqual([expect.objectContaining({ file: 'input.c', code: 'FH1009', severity: 'warning' })]);
    expect(plan.problems[0]!.message).toContain('consistent_free has 2 arguments in lines 14, 15:');
    expect(after).toBe(migrated + other);
  });

  it('is told for each such number with its own lines', async () => {
    const other = 'void stop(struct chan *c)\n{\n\tconsistent_free(c->a, 64);\n\tconsistent_free();\n}\n';
    const { plan } = await migrate({ 'input.c': code + other });
    expect(plan.problems[0]!.message).toContain('has 2 arguments in line 14, and 0 arguments in line 15:');
  });

  it('is told where it stands in the body of a macro', async () => {
    const { plan } = await migrate({ 'input.c': `${code}#define stop_chan(c) \\\n\tconsistent_free((c)->a, 64)\n` });
    expect(plan.problems[0]!.message).toContain('has 2 arguments in line 13:');
  });

  it('is none where the call has the new form, a macro stands in, or another function is called so', async () => {
    const stub = '#define consistent_free(addr, bytes)\tdo { } while (0)\n';
    const calls = '\tconsistent_free(c->a, 64, c->h);\n\tmy_consistent_free(c->b, 64);\n';
    const other = `${stub}void stop(struct chan *c)\n{\n${calls}}\n`;
    const { plan } = await migrate({ 'input.c': code + other });
    expect(plan.problems).toEqual([]);
  });
});
