// node tools/bench/restoration/selftest.mjs: the benchmark's own checks, seeded with answers that are right and wrong.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { apis } from './apis.mjs';
import { categoriser } from './category.mjs';
import { Environment } from './environment.mjs';
import { compareExpressions } from './equivalence.mjs';
import { Judgements, judgementOf, withOccurrence } from './judged.mjs';
import { withReport } from './reported.mjs';
import { scoreTree } from './score.mjs';
import { makeScratchTree } from './scratch-tree.mjs';
import { stripFile } from './strip.mjs';
import { count } from './table.mjs';

const driver = String.raw`#include "ring.h"
/* dma_free_coherent(dev, a, b, c) in a comment */
static const char *text = "dma_free_coherent(dev, a, b, c);";
void dma_free_coherent(struct device *dev, size_t size, void *vaddr, dma_addr_t handle);
#define DROP(r) do { \
	dma_free_coherent((r)->dev, \
			  (r)->bytes, (r)->desc, (r)->dma); \
} while (0)
static struct desc *spare;
static int open_ring(struct ring *r)
{
	r->desc = dma_alloc_coherent(r->dev, r->count * sizeof(*r->desc),
				     &r->dma,
				     GFP_KERNEL);
	r->bytes = r->count * sizeof(*r->desc);
	spare = dma_alloc_coherent(r->dev, 64, &spare_dma, GFP_KERNEL);
	if (!spare)
		dma_free_coherent(r->dev, r->count * sizeof(struct desc),
				  /* the ring */ r->desc,
				  r->dma);
	return 0;
}
static void close_ring(struct ring *r, struct desc *given)
{
	struct desc *desc = r->desc;

	dma_free_coherent(r->dev, r->bytes, r->desc, (dma_addr_t)(r->dma)); dma_free_coherent(r->dev, 64, spare, spare_dma);
	dma_free_coherent(r->dev, r->bytes, desc, r->dma);
	dma_free_coherent(r->dev, r->bytes, given, r->dma);
	dma_free_coherent(r->dev, 8, r->table[2].entry, r->table[2].dma);
	dma_free_coherent(r->dev, 8, r->elsewhere, r->elsewhere_dma);
	dma_free_coherent(r->dev, 8, r->unknown, r->dma);
	ops.release = dma_free_coherent;
}
`;
const other = `#include "ring.h"
void fill(struct ring *r)
{
	for (i = 0; i < 4; i++)
		r->elsewhere = dma_alloc_coherent(r->dev, 8, &r->elsewhere_dma, GFP_KERNEL);
}
`;
const header = `struct desc { u32 word[4]; };
struct ring { struct device *dev; struct desc *desc; u32 count; size_t bytes; dma_addr_t dma; struct { void *entry; } table[4]; };
`;

/** A tree on disk, stripped, and a function that migrates a copy of it by `edit(text)` and scores that. */
function seeded() {
  const root = mkdtempSync(path.join(tmpdir(), 'freehandle-selftest-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  const write = (folder, files) => {
    mkdirSync(path.join(root, folder, 'drivers'), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, folder, 'drivers', name), text);
  };
  write('tree', { 'ring.c': driver, 'fill.c': other, 'ring.h': header });
  const tree = path.join(root, 'tree');
  const stripped = path.join(root, 'stripped');
  const { sites } = makeScratchTree(tree, stripped, apis.dma);
  const text = readFileSync(path.join(stripped, 'drivers/ring.c'), 'latin1');
  let nth = 0;
  return {
    tree,
    sites,
    text,
    score(edit) {
      const migrated = `migrated${nth++}`;
      write(migrated, { 'ring.c': edit(text), 'fill.c': other, 'ring.h': header });
      return scoreTree(sites, { tree, stripped, migrated: path.join(root, migrated) });
    },
  };
}

/** Puts the human's arguments back behind each vaddr. */
const restored = (sites) => (text) =>
  sites.reduceRight((out, site) => {
    const calls = [...out.matchAll(/consistent_free\(/g)].map(({ index }) => index);
    const inCode = calls.filter((index) => !out.slice(0, index).split('\n').at(-1).includes('*'));
    const at = inCode[site.nth];
    const close = out.indexOf(
      ')',
      out.indexOf(site.vaddr, at) + site.vaddr.length - (site.vaddr.endsWith(')') ? 1 : 0),
    );
    return `${out.slice(0, close)}, ${site.size}, ${site.handle}${out.slice(close)}`;
  }, text);

const classesOf = (sites) => Object.fromEntries(Object.entries(count(sites)).filter(([name]) => name !== 'judged'));

test('stripping keeps lines, comments and strings, and takes every call of a body or macro', () => {
  const { text, sites } = stripFile(driver, apis.dma);
  assert.equal(text.split('\n').length, driver.split('\n').length);
  assert.match(text, /\/\* dma_free_coherent\(dev, a, b, c\) in a comment \*\//);
  assert.match(text, /"dma_free_coherent\(dev, a, b, c\);"/);
  assert.match(text, /void dma_free_coherent\(struct device/);
  assert.match(text, /ops\.release = dma_free_coherent;/);
  assert.match(text, /consistent_free\(\(r\)->desc\);[\\\n ]*\} while/);
  assert.match(text, /r->desc = consistent_alloc\(GFP_KERNEL, r->count \* sizeof\(\*r->desc\),\s+&r->dma\);/);
  assert.equal(sites.length, 9);
  assert.deepEqual(sites.map(({ function: name, macro, nth }) => [name, macro, nth]).slice(0, 3), [
    [null, 'DROP', 0],
    ['open_ring', null, 1],
    ['close_ring', null, 2],
  ]);
  assert.deepEqual(
    [sites[1].vaddr, sites[1].size, sites[1].handle],
    ['r->desc', 'r->count * sizeof(struct desc)', 'r->dma'],
  );
});

test('the three-argument form is stripped as well, and declarations of it are left', () => {
  const { text, sites } = stripFile(
    'void consistent_free(void *v, size_t s, dma_addr_t h);\nvoid f(void)\n{\n\tconsistent_free(v, 4, h);\n}\n',
    apis.consistent3,
  );
  assert.match(text, /^void consistent_free\(void \*v, size_t s, dma_addr_t h\);/);
  assert.deepEqual(
    sites.map(({ vaddr, size, handle }) => [vaddr, size, handle]),
    [['v', '4', 'h']],
  );
});

test("an untouched tree is refused at every site, the human's own arguments are exact at every site", () => {
  const tree = seeded();
  assert.equal(classesOf(tree.score((text) => text)).refused, 9);
  assert.equal(classesOf(tree.score(restored(tree.sites))).exact, 9);
});

test('a wrong size, a wrong handle, exchanged arguments, another buffer and a vanished call are all seen', () => {
  const tree = seeded();
  const put = (call) =>
    tree.score((text) => text.replace('consistent_free(spare)', call)).find(({ vaddr }) => vaddr === 'spare');
  assert.equal(put('consistent_free(spare, 64, spare_dma)').class, 'exact');
  assert.equal(put('consistent_free(spare, 0x40, spare_dma)').class, 'equivalent');
  assert.equal(put('consistent_free(spare, 32, spare_dma)').class, 'different');
  assert.deepEqual(put('consistent_free(spare, 64, r->dma)').parts, { size: 'exact', handle: 'different' });
  assert.equal(put('consistent_free(spare, spare_dma, 64)').class, 'different');
  assert.equal(put('consistent_free(r->desc, 64, spare_dma)').class, 'lost');
  assert.equal(put('consistent_free(spare, 64)').class, 'lost');
  assert.equal(put('release(spare)').class, 'lost');
});

test('a vanished call does not shift the others', () => {
  const tree = seeded();
  const scored = tree.score((text) =>
    restored(tree.sites)(text).replace('consistent_free(spare, 64, spare_dma)', 'nothing()'),
  );
  assert.deepEqual([classesOf(scored).exact, classesOf(scored).lost], [8, 1]);
});

const environment = Environment.ofText(String.raw`
#define LENGTH 0x1000
#define TWICE (LENGTH * 2)
#define BYTES(n) ((n) * sizeof(struct desc))
enum { FIRST, SECOND, TENTH = 10, ELEVENTH };
struct other { u8 *desc; };
struct ring { struct desc *desc; u32 n; dma_addr_t dma; struct sub sub; u16 words[8]; };
int free_it(struct ring *r, struct other *other)
{
	size_t bytes = r->n * sizeof(struct desc);
	size_t stale = r->count * 4;
	int changed = 1;
	struct ring *first = &other->rings[0];
	int escaped = 7;
	int branched = 1;

	changed = 2;
	r->count = 5;
	fill(&escaped);
	if (r->n)
		branched = 2;
	dma_free_coherent(a, sizeof(struct desc) * r->n, r->desc, r->dma);
}
`);
const locals = () => environment.localsAt(environment.offsetOf('dma_free_coherent'));

const pairs = {
  exact: [
    ['a * b', 'a*b'],
    ['(a)', 'a'],
    ['(size_t)a', 'a'],
    ['(dma_addr_t)(r->dma)', 'r->dma'],
    ['sizeof *p', 'sizeof(*p)'],
    ['a + (b * c)', 'a + b * c'],
  ],
  equivalent: [
    ['a * b * c', 'c * (a * b)'],
    ['sizeof(*r->desc) * r->n', 'r->n * sizeof(struct desc)'],
    ['LENGTH', '4096'],
    ['TWICE', '8192UL'],
    ['ELEVENTH', '11'],
    ['SECOND', 'FIRST + 1'],
    ['bytes', 'r->n * sizeof(*r->desc)'],
    ['changed', '2'],
    ['BYTES(r->n)', 'sizeof(*r->desc) * r->n'],
    ['r->dma', '(*r).dma'],
    ['first->dma', 'other->rings->dma'],
    ['PAGE_ALIGN(PAGE_ALIGN(a))', 'PAGE_ALIGN(a)'],
    ['ALIGN(a, PAGE_SIZE)', 'PAGE_ALIGN(a)'],
    ['r->n * 4', 'r->n * sizeof(u32)'],
    ['r->n << 2', 'r->n * 4'],
    ['sizeof(r->words)', '16'],
    ['(&x)->f', 'x.f'],
    ['a + 2 + 2', 'a + 4'],
    ['a - b', '-b + a'],
    ['sizeof(r->sub)', 'sizeof(struct sub)'],
    ['array_size(a, b)', 'b * a'],
  ],
  different: [
    ['a', 'b'],
    ['a / b', 'b / a'],
    ['a - b', 'b - a'],
    ['a << b', 'b << a'],
    ['changed', '1'],
    ['stale', 'r->count * 4'],
    ['escaped', '7'],
    ['branched', '2'],
    ['PAGE_ALIGN(a)', 'a'],
    ['sizeof(r->desc)', 'sizeof(struct desc)'],
    ['sizeof(*r->desc)', 'sizeof(*other->desc)'],
    ['r->dma', 'r->desc'],
    ['r->dma', 'r.dma'],
    ['x[0].f', 'x[1].f'],
    ['LENGTH', '0x100'],
    ['f(a, b)', 'f(b, a)'],
  ],
};
for (const [expected, cases] of Object.entries(pairs))
  test(`${cases.length} pairs of expressions are ${expected}, either way round`, () => {
    for (const [one, other] of cases)
      for (const [a, b] of [
        [one, other],
        [other, one],
      ])
        assert.equal(compareExpressions(a, b, environment, locals()), expected, `${a} | ${b}`);
  });

test('a judgement applies to the very texts that were judged and to nothing else', () => {
  const tree = seeded();
  const scored = (size) =>
    withOccurrence(
      tree.score((text) => text.replace('consistent_free(spare)', `consistent_free(spare, ${size}, spare_dma)`)),
    ).find(({ vaddr }) => vaddr === 'spare');
  const judge = () => new Judgements(JSON.stringify(judgementOf(scored('spare_size'), 'right', 'spare_size is 64')));
  assert.equal(judge().of(scored('spare_size')).verdict, 'right');
  assert.equal(judge().of(scored('spare_size + 1')), null);
  assert.equal(judge().unused().length, 1);
  assert.throws(
    () => new Judgements(JSON.stringify(judgementOf(scored('spare_size'), 'fine', 'reason'))),
    /verdict fine/,
  );
  assert.throws(() => new Judgements(JSON.stringify(judgementOf(scored('spare_size'), 'wrong', ''))), /reason/);
});

test('a report that contradicts the bytes or does not add up is told', () => {
  const tree = seeded();
  const entry = (site, status, reason = null) => ({
    file: site.file,
    line: site.line,
    column: site.nth,
    status,
    reason,
  });
  const report = (status, reason) => ({
    totals: { sites: 9, safe: status === 'safe' ? 9 : 0, review: 0, refused: status === 'refused' ? 9 : 0 },
    sites: tree.sites.map((site) => entry(site, status, reason)),
  });
  const refused = tree.score((text) => text);
  const right = tree.score(restored(tree.sites));
  assert.equal(withReport(right, report('safe')).problems.length, 0);
  assert.equal(withReport(refused, report('refused', 'unparsed')).problems.length, 0);
  assert.equal(withReport(refused, report('refused')).problems.length, 9);
  assert.equal(withReport(refused, report('safe')).problems.length, 9);
  assert.equal(withReport(right, report('refused', 'unparsed')).problems.length, 9);
  const short = report('safe');
  assert.equal(withReport(right, { ...short, sites: short.sites.slice(1) }).problems.length, 2);
});

test('categories are told from the tree', () => {
  const tree = seeded();
  const categoryOf = categoriser(tree.sites, { tree: tree.tree, api: apis.dma });
  assert.deepEqual(tree.sites.map(categoryOf), [
    'in a macro',
    'same function',
    'same field, size told in other words',
    'global variable',
    'copied to a local',
    'parameter of the function',
    'no allocation under that name (wrapper, copy, other API)',
    'allocated in another file',
    'no allocation under that name (wrapper, copy, other API)',
  ]);
});
