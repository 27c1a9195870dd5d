import { describe, expect, it } from 'vitest';
import { appendItems, columnAfter } from '../src/index.ts';

const append = (text: string, items: string[]) => {
  const offset = text.lastIndexOf(')');
  return text.slice(0, offset) + appendItems(text, text.indexOf('('), offset, items) + text.slice(offset);
};

describe('arguments are appended in the style of the file', () => {
  it('on the line while it fits into 80 columns', () => {
    expect(append('\tf(a);\n', ['b', 'c'])).toBe('\tf(a, b, c);\n');
  });
  it('up to the 80th column and not past it', () => {
    const fits = append(`\t${'f'.repeat(60)}(a);`, ['12345']);
    expect(fits).not.toContain('\n');
    expect(columnAfter(fits)).toBe(79);
    expect(append(`\t${'f'.repeat(60)}(a);`, ['1234567'])).toContain('\n');
  });
  it('under the open parenthesis, with tabs and blanks', () => {
    const long = 'x'.repeat(62);
    expect(append('\tfree_it(a);\n', [long])).toBe(`\tfree_it(a,\n\t\t${long});\n`);
  });
  it('with blanks in a file that uses blanks, and CRLF in one that uses CRLF', () => {
    const long = 'y'.repeat(70);
    expect(append('    f(a);\r\n', [long])).toBe(`    f(a,\r\n      ${long});\r\n`);
  });
});
