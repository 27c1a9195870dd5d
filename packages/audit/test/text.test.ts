import { expect, it } from 'vitest';
import { termTable } from '../src/terms/term.ts';
import { textOf } from '../src/terms/text.ts';

it('a sizeof that is no number is told as it is written, a call with its brackets', () => {
  const terms = termTable();
  expect(textOf(terms.make({ kind: 'pure', name: 'sizeof(ring->slots)', operands: [] }))).toBe('sizeof(ring->slots)');
  expect(textOf(terms.make({ kind: 'pure', name: 'get_order', operands: [terms.number(1)] }))).toBe('get_order(1)');
});
