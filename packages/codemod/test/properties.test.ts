import { applyEdits, sourceFromBytes, tokensOf } from '@freehandle/c-source';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixtures, migrate, summary, type Fixture } from './fixture.ts';

const inputs = fixtures().filter((fixture) => Object.keys(fixture.files).length === 1 && !fixture.retain);
const anyFixture = fc.constantFrom(...inputs);
const filler = fc.constantFrom(' ', '\t', '/* x */', ' /* consistent_free(q); "; */ ', '  ', '/**/');

/** The text with `pieces` put between tokens, chosen by `where`; never into a preprocessor line. */
function sprinkle(text: string, where: readonly number[], pieces: readonly string[]): string {
  const ends = tokensOf(text)
    .map((token) => token.end)
    // A comment after a division sign would be another kind of comment.
    .filter((end) => text[end - 1] !== '/')
    .filter((end) => !/^[ \t]*#|\\$/m.test(text.slice(text.lastIndexOf('\n', end - 1) + 1, text.indexOf('\n', end))));
  if (ends.length === 0) return text;
  const chosen = [...new Set(where.map((index) => ends[index % ends.length]!))].sort((a, b) => b - a);
  return chosen.reduce((at, end, i) => at.slice(0, end) + pieces[i % pieces.length]! + at.slice(end), text);
}

const by = ({ migration }: Fixture) => (migration === undefined ? {} : { migration });
const code = (text: string | undefined) => text?.replace(/\/\*.*?\*\//g, '').replace(/\s+/g, '');
const decisions = (sites: Fixture['sites']) => sites.map((site) => ({ ...site, after: code(site.after) }));

it('decides the same whatever comments and blanks stand between the tokens', async () => {
  const where = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      anyFixture,
      where,
      fc.array(filler, { minLength: 1, maxLength: 4 }),
      async (fixture, places, pieces) => {
        const { plan } = await migrate({ 'input.c': sprinkle(fixture.files['input.c']!, places, pieces) }, by(fixture));
        expect(decisions(summary(plan))).toEqual(decisions(fixture.sites));
      },
    ),
    { numRuns: 300, seed: 2002 },
  );
}, 120_000);

it('changes not a byte outside its edits, whatever bytes surround the code', async () => {
  const bytes = fc
    .array(fc.integer({ min: 0x80, max: 0xff }), { maxLength: 30 })
    .map((codes) => String.fromCharCode(...codes));
  await fc.assert(
    fc.asyncProperty(anyFixture, bytes, fc.boolean(), async (fixture, noise, crlf) => {
      const text = `/* ${noise} */\n${fixture.files['input.c']!}// ${noise}`;
      const input = crlf ? text.replaceAll('\n', '\r\n') : text;
      const { plan, after } = await migrate({ 'input.c': input }, by(fixture));
      const edits = [...plan.sites.filter((site) => site.status === 'safe'), ...plan.declarations].flatMap(
        (one) => one.edits,
      );
      const source = sourceFromBytes('input.c', Buffer.from(input, 'latin1'));
      expect(Buffer.from(applyEdits(source, edits)).toString('latin1')).toBe(after);
      let from = 0;
      let at = 0;
      for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
        expect(after.slice(at, at + edit.start - from)).toBe(input.slice(from, edit.start));
        at += edit.start - from + edit.text.length;
        from = edit.end;
      }
      expect(after.slice(at)).toBe(input.slice(from));
    }),
    { numRuns: 150, seed: 2002 },
  );
}, 120_000);

it('accounts for every call in any mixture of fragments, and never breaks', async () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      'void f(void) {',
      '}',
      'if (x)',
      'else',
      'consistent_free(p);',
      'p = consistent_alloc(g, N, &h);',
      '#if A\n',
      '#else\n',
      '#endif\n',
    ),
    fc.constantFrom(
      '/*',
      '*/',
      '"',
      "'",
      '(',
      ')',
      'for (;;)',
      'goto x;',
      'x:',
      'return;',
      '\\\n',
      's->p',
      '=',
      ';',
      '#define M(a) consistent_free(a)\n',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fragment, { maxLength: 30 }), async (pieces) => {
      const text = `int consistent_free;\n${pieces.join(' ')}`;
      const { plan } = await migrate({ 'input.c': text });
      expect(plan.problems.filter((problem) => problem.code === 'FH1007')).toEqual([]);
      const counts = { safe: 0, review: 0, refused: 0 };
      for (const site of plan.sites) counts[site.status]++;
      expect(counts.safe + counts.review + counts.refused).toBe(plan.sites.length);
      for (const site of plan.sites) {
        expect(text.slice(plainOffset(text, site.line, site.column))).toMatch(/^consistent_free/);
        expect(site.edits.length > 0).toBe(site.status !== 'refused');
        expect(site.reason === null).toBe(site.status !== 'refused');
      }
    }),
    { numRuns: 500, seed: 2002 },
  );
}, 120_000);

function plainOffset(text: string, line: number, column: number): number {
  return (
    text
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, one) => sum + one.length + 1, 0) +
    column -
    1
  );
}
