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

describe('A call with a number of arguments that neither form has', () => {
  it('is a warning with its lines, and the rest of the file is migrated', async () => {
    const other = 'void stop(struct chan *c)\n{\n\tconsistent_free(c->a, 64);\n\tconsistent_free(c->b, 64);\n}\n';
    const { plan, after } = await migrate({ 'input.c': code + other });
    expect(plan.problems).toEqual([expect.objectContaining({ file: 'input.c', code: 'FH1009', severity: 'warning' })]);
    expect(plan.problems[0]!.message).toContain('consistent_free has 2 arguments in lines 14, 15:');
    expect(after).toBe(migrated + other);
  });

  it('is none where the call has the new form, a macro stands in, or another function is called so', async () => {
    const stub = '#define consistent_free(addr, bytes)\tdo { } while (0)\n';
    const calls = '\tconsistent_free(c->a, 64, c->h);\n\tmy_consistent_free(c->b, 64);\n';
    const other = `${stub}void stop(struct chan *c)\n{\n${calls}}\n`;
    const { plan } = await migrate({ 'input.c': code + other });
    expect(plan.problems).toEqual([]);
  });
});
