// node tools/bench/audit/selftest.mjs: the mutation benchmark's own checks, on a driver of our own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { driverFile } from './driver-file.mjs';
import { answerTo, functionAt } from './found.mjs';
import { kinds } from './kinds/all.mjs';
import { findingsByName } from './mutant-files.mjs';
import { withEdits } from './plant.mjs';
import { numberOf, shuffled } from './random.mjs';
import { recallTable } from './table.mjs';

const driver = String.raw`#include "lamp.h"
static int lamp_open(struct lamp *l)
{
	int i, ret = -ENOMEM;

	l->table = dma_alloc_coherent(l->dev, l->count * sizeof(*l->table), &l->table_dma, GFP_KERNEL);
	if (!l->table)
		return -ENOMEM;
	l->log = (u8 *)dma_alloc_coherent(l->dev, LAMP_LOG, &l->log_dma, GFP_KERNEL);
	if (!l->log)
		goto no_log;
	for (i = 0; i < l->count; i++) {
		l->bulb[i] = dma_pool_alloc(l->pool, GFP_KERNEL, &l->bulb_dma[i]);
		if (!l->bulb[i])
			goto no_bulb;
	}
	ret = lamp_light(l);
	if (ret)
		goto no_bulb;
	return 0;
no_bulb:
	while (--i >= 0)
		dma_pool_free(l->pool, l->bulb[i], l->bulb_dma[i]);
	dma_free_coherent(l->dev, LAMP_LOG, l->log, l->log_dma);
no_log:
	dma_free_coherent(l->dev, l->count * sizeof(*l->table), l->table, l->table_dma);
	return ret;
}

static void lamp_close(struct lamp *l)
{
	if (l->log)
		dma_free_coherent(l->dev, LAMP_LOG, l->log, l->log_dma);
	dma_free_coherent(l->dev, l->count * sizeof(*l->table), l->table, l->table_dma);
	dma_pool_free(l->pool, l->spare, l->spare_dma);
	dma_pool_destroy(l->pool);
	kfree(l);
}

static int lamp_make(struct lamp *l)
{
	l->pool = dma_pool_create("lamp", l->dev, 32, 4, 0);
	l->other_pool = dma_pool_create("spare", l->dev, 32, 4, 0);
	l->spare = dma_pool_alloc(l->pool, GFP_KERNEL, &l->spare_dma);
	return 0;
}

static void lamp_break(struct lamp *l)
{
	dma_pool_destroy(l->other_pool);
}
`;

const file = driverFile(driver);
const kindNamed = (name) => kinds.find((kind) => kind.name === name);
const texts = (name) =>
  kindNamed(name)
    .plant(file)
    .map(({ edits }) => withEdits(driver, edits));
const lines = (name) =>
  texts(name).map((text) =>
    driver.split('\n').flatMap((line, n) => (text.split('\n')[n] === line ? [] : [text.split('\n')[n].trim()])),
  );

test('calls are read with their parts', () => {
  assert.equal(file.allocations.length, 4);
  assert.equal(file.frees.length, 6);
  assert.deepEqual(file.allocations.map(({ target }) => target).slice(0, 2), ['l -> table', 'l -> log']);
  assert.equal(file.frees[3].controlled, true);
  assert.equal(file.frees[1].size.text, 'LAMP_LOG');
});

test('every kind plants something, and only changes text', () => {
  for (const kind of kinds) {
    const planted = kind.plant(file);
    assert.ok(planted.length > 0, kind.name);
    for (const { edits, site } of planted) {
      const text = withEdits(driver, edits);
      assert.notEqual(text, driver, kind.name);
      assert.equal(text.split('\n').length, driver.split('\n').length, `${kind.name} keeps the lines`);
      assert.ok(site.function.name.startsWith('lamp_'));
    }
  }
});

test('a dropped free leaves a statement behind', () => {
  assert.deepEqual(lines('free dropped in the allocating function'), [[';'], [';'], [';']]);
  // the member is freed in one other function only
  assert.deepEqual(lines('free dropped in remove'), [[';'], [';'], [';']]);
});

test('jumps that unwind become returns, but not those that ask whether the allocation succeeded', () => {
  assert.deepEqual(lines('return without unwinding'), [['return -EIO;'], ['return -EIO;'], ['return -EIO;']]);
  assert.deepEqual(lines('unwinding loop off by one'), [['while (--i > 0)']]);
});

test('a second free stands under the same condition', () => {
  const under = lines('freed twice').filter(([line]) => line.startsWith('{'));
  assert.ok(under.length > 0 && under.every(([line]) => line.endsWith('}')));
});

test('the object is freed before what reads it', () => {
  const [text] = texts('container freed first');
  assert.ok(text.indexOf('kfree(l);') < text.indexOf('dma_pool_free(l->pool, l->spare'));
  assert.equal(text.split('kfree(l)').length, 2);
});

test('no mutant is planted that is no bug', () => {
  const kept = (name, body) =>
    kindNamed(name).plant(driverFile(`void *lamp_make(struct lamp *l)\n{\n${body}\n}\n`)).length;
  const made = (size) => `l->a = dma_alloc_coherent(l->dev, ${size}, &l->a_dma, GFP_KERNEL);`;
  const asked = `\tlog = dma_alloc_coherent(l->dev, LOG, &l->log_dma, GFP_KERNEL);\n\tif (!log)\n\t\treturn NULL;\n`;
  assert.equal(kept('result unchecked', `${asked}\tlog[0] = 1;\n\treturn l;`), 1);
  assert.equal(kept('result unchecked', `${asked}\treturn log;`), 0, 'who returns NULL says that it failed');
  const loop = (work) =>
    `\tfor (i = 0; i < 4; i++) {\n\t\t${work}\n\t\tdma_free_coherent(l->dev, 8, l->b[i], l->b_dma[i]);\n\t}`;
  assert.equal(kept('unwinding loop off by one', loop('')), 1);
  assert.equal(kept('unwinding loop off by one', loop(made('8'))), 0, 'a loop that allocates allocates fewer');
  const sizes = kindNamed('another size')
    .plant(
      driverFile(`void f(struct lamp *l)\n{\n${made('RIGHT')}\ndma_free_coherent(l->dev, WRONG, l->a, l->a_dma);\n}\n`),
    )
    .map(({ what }) => what);
  assert.deepEqual(sizes, ['size 2 * (WRONG)'], 'the size that the allocation says is right');
});

test('an answer is new, of a rule that fits, in the mutated function or on a path through it', () => {
  const mutant = { functions: ['lamp_open'], fits: ['R7'] };
  const leak = { rule: 'R7', function: 'lamp_open', message: 'leaks line 6' };
  assert.equal(answerTo(mutant, [], [leak]), leak);
  assert.equal(answerTo(mutant, [{ ...leak, message: 'leaks line 9' }], [leak]), undefined);
  assert.equal(answerTo(mutant, [], [{ ...leak, function: 'lamp_close' }]), undefined);
  assert.ok(answerTo(mutant, [], [{ ...leak, function: 'lamp_probe', through: ['lamp_probe', 'lamp_open'] }]));
  assert.equal(answerTo(mutant, [], [{ ...leak, rule: 'R5' }]), undefined);
  assert.ok(answerTo(mutant, [leak], [leak, { ...leak, message: 'leaks line 7' }]), 'one more of a kind is new');
});

test('lines that peers print are placed in functions', () => {
  const files = { folder: '/m', entries: [{ name: '0001/lamp.c', text: driver }] };
  const found = findingsByName('/m/0001/lamp.c:7:3: warning: leak\n/m/0001/lamp.c:7:3: warning: leak\n', files);
  assert.deepEqual(found.get('0001/lamp.c'), [{ line: 7, function: 'lamp_open', message: 'warning: leak' }]);
  assert.equal(functionAt(file, 1), null);
});

test('the choice depends on the seed and the names alone', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const order = (items, seed) => shuffled(items, seed, (name) => name).join('');
  assert.equal(order(names, '1'), order([...names].reverse(), '1'));
  assert.notEqual(order(names, '1'), order(names, '2'));
  assert.equal(numberOf('lamp'), numberOf('lamp'));
});

test('the table counts answers by kind', () => {
  const mutants = [{ kind: 'a' }, { kind: 'a' }, { kind: 'b' }];
  const table = recallTable(mutants, [{ name: 'tool', answers: [{}, null, {}] }]);
  assert.ok(table.includes('| a | 2 | 1, 50 % |') && table.includes('| all | 3 | 2, 67 % |'));
});
