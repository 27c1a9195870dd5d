import fc from 'fast-check';
import { expect, it } from 'vitest';
import { migrate } from './fixture.ts';

/** Lines of a driver; `@` marks what a safe edit puts there, `+` before a line what --retain adds. */
const kept = [
  'struct chan {',
  '\tvoid *mem;',
  '\tdma_addr_t bus;',
  '};',
  '',
  'int up(struct chan *c)',
  '{',
  '\tc->mem = consistent_alloc(GFP_KERNEL, CHAN_BYTES, &c->bus);',
  '\treturn c->mem ? 0 : -ENOMEM;',
  '}',
  '',
  'void down(struct chan *c)',
  '{',
  '\tif (c->mem)',
  '\t\tconsistent_free(c->mem@, CHAN_BYTES, c->bus@);',
  '}',
];
const lost = [
  ...kept.slice(0, 2),
  '+\tdma_addr_t mem_dma;',
  '};',
  '',
  'int up(struct chan *c)',
  '{',
  '\tdma_addr_t bus;',
  '',
  '\tc->mem = consistent_alloc(GFP_KERNEL, CHAN_BYTES, &bus);',
  '+\tc->mem_dma = bus;',
  '\treturn c->mem ? post(bus) : -ENOMEM;',
  ...kept.slice(9, 14),
  '\t\tconsistent_free(c->mem@, CHAN_BYTES, c->mem_dma@);',
  '}',
];

const latin1 = fc.array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 40 }).map((codes) =>
  String.fromCharCode(...codes)
    .replace(/[\\?/*@]/g, '.')
    .replace(/[\x7f-\x9f]/g, '\u00a7'),
);
const noise = fc.oneof(
  latin1.map((text) => `/* ${text} */`),
  latin1.map((text) => `// ${text}`),
  fc.constant('\t \t'),
  fc.constant('#define LATER 1'),
  fc.constant('\f'),
  latin1.map((text) => `static const char *s = "${text.replaceAll('"', '.')}";`),
);
const eol = fc.constantFrom('\n', '\r\n');
const layout = fc.record({
  before: fc.array(noise, { maxLength: 6 }),
  after: fc.array(noise, { maxLength: 6 }),
  ends: fc.array(eol, { minLength: 1, maxLength: 7 }),
  isFinal: fc.boolean(),
  mark: fc.boolean(),
  blanks: fc.boolean(),
  retain: fc.boolean(),
});

/** The file before and after: line i ends with the i-th line end; an added line ends as the line before it. */
function build(
  shape: {
    readonly [key in 'isFinal' | 'mark' | 'blanks' | 'retain']: boolean;
  } & { readonly before: readonly string[]; readonly after: readonly string[]; readonly ends: readonly string[] },
) {
  const body = shape.retain ? lost : kept;
  const indented = (line: string): string => (shape.blanks ? line.replaceAll('\t', '    ') : line);
  let input = shape.mark ? '\u00ef\u00bb\u00bf' : '';
  let output = input;
  let count = 0;
  let end = '';
  for (const line of [...shape.before, ...body.map(indented), ...shape.after]) {
    if (line.startsWith('+')) {
      output += line.slice(1) + end;
      continue;
    }
    end = shape.ends[count++ % shape.ends.length]!;
    input += line.replace(/@.*@/, '') + end;
    output += line.replaceAll('@', '') + end;
  }
  const cut = (text: string): string => (shape.isFinal ? text : text.slice(0, -end.length));
  return { input: cut(input), output: cut(output) };
}

it('keeps every byte but those of its edits: latin-1, mixed line ends, blanks, a byte order mark, no final newline', async () => {
  await fc.assert(
    fc.asyncProperty(layout, async (shape) => {
      const { input, output } = build(shape);
      const { after } = await migrate({ 'input.c': input }, { retain: shape.retain });
      expect(after).toBe(output);
      expect((await migrate({ 'input.c': after }, { retain: shape.retain })).after).toBe(after);
    }),
    { numRuns: 200, seed: 2002 },
  );
}, 120_000);

it.each([
  ['comment', (long: string) => `/* ${long} */`],
  ['string', (long: string) => `static char s[] = "${long}";`],
  ['initialiser', (long: string) => `static int t[] = { ${long.replace(/x{8}/g, '1234567,')} };`],
  ['macro', (long: string) => `#define LONG ${long}`],
])('takes a line of a megabyte: a %s', async (_what, line) => {
  const long = line('x'.repeat(1 << 20));
  const { input, output } = build({
    before: [long],
    after: [long],
    ends: ['\n', '\r\n'],
    isFinal: false,
    mark: true,
    blanks: false,
    retain: false,
  });
  const { plan, after } = await migrate({ 'input.c': input });
  expect(plan.problems).toEqual([]);
  expect(after).toBe(output);
});
