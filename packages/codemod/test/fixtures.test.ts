import { engineFor, parseUnit, sourceFromBytes } from '@freehandle/c-source';
import { describe, expect, it } from 'vitest';
import { fixtures, migrate, summary } from './fixture.ts';

const all = fixtures();

describe.each(all)('$name: $claim', (fixture) => {
  const input = fixture.files['input.c']!;
  const withInput = (text: string) => ({ ...fixture.files, 'input.c': text });
  const { migration } = fixture;
  const options = { retain: fixture.retain ?? false, ...(migration === undefined ? {} : { migration }) };
  const run = (files: Readonly<Record<string, string>>) => migrate(files, options);
  let asItStands: ReturnType<typeof migrate> | undefined;
  const runAsItStands = () => (asItStands ??= run(fixture.files));

  it('is decided and rewritten so', async () => {
    const { plan, after, others } = await runAsItStands();
    expect(summary(plan)).toEqual(fixture.sites);
    expect(plan.declarations.map((declaration) => declaration.kind)).toEqual(fixture.declarations);
    expect(after).toBe(fixture.expected);
    expect(others).toEqual(fixture.expectedOthers);
  });

  it('is planned the same when every function is parsed in full', async () => {
    const { plan } = await runAsItStands();
    const whole = await migrate(fixture.files, { ...options, unpruned: true });
    expect(plan.sites).toEqual(whole.plan.sites);
    expect(plan.declarations).toEqual(whole.plan.declarations);
  });

  it('changes nothing when run again', async () => {
    const { plan, after, others } = await run({ ...withInput(fixture.expected), ...fixture.expectedOthers });
    expect(after).toBe(fixture.expected);
    expect(others).toEqual({});
    expect(summary(plan)).toEqual(fixture.sites.filter((site) => site.status !== 'safe'));
  });

  it('gives the same with CRLF, a byte order mark, latin-1 bytes and no final newline', async () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    expect((await run(withInput(crlf(input)))).after).toBe(crlf(fixture.expected));
    const others = Object.entries(fixture.expectedOthers);
    if (others.length > 0) {
      const all = Object.fromEntries(Object.entries(fixture.files).map(([file, text]) => [file, crlf(text)]));
      const made = await run(all);
      for (const [file, text] of others) expect(made.others[file]).toBe(crlf(text));
    }
    const mark = '\u00ef\u00bb\u00bf';
    expect((await run(withInput(mark + input))).after).toBe(mark + fixture.expected);
    const comment = '/* J\u00fcrgen \u00a7 \u00ff */\n';
    expect((await run(withInput(comment + input))).after).toBe(comment + fixture.expected);
    expect((await run(withInput(input.trimEnd()))).after).toBe(fixture.expected.trimEnd());
  });

  it('parses no worse than before', async () => {
    const engine = await engineFor('wasm');
    const broken = (text: string): number => {
      const parsed = parseUnit(engine, sourceFromBytes('input.c', Buffer.from(text, 'latin1')), 'input.c');
      if ('problem' in parsed) throw new Error(parsed.problem.message);
      return parsed.unit.broken.length + parsed.unit.functions.reduce((sum, one) => sum + one.broken.length, 0);
    };
    expect(broken(fixture.expected)).toBeLessThanOrEqual(broken(input));
    for (const [file, text] of Object.entries(fixture.expectedOthers))
      expect(broken(text)).toBeLessThanOrEqual(broken(fixture.files[file]!));
  });
});
