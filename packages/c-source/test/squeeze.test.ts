import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squeeze } from '../src/parse/squeeze.ts';

describe('of a run of blanks there stays one', () => {
  it.each([
    ['a blank', 'a \t  b', 'a b'],
    ['a line end, where there is one', 'a; \r\n\n\t\tb;', 'a;\nb;'],
    ['nothing less, in a directive', '\n\n  #define  A  1  \\\r\n   2  \n\n  b', '\n#define  A  1  \\\r\n   2  \n\nb'],
    ['one, after what only looks like a directive', 'a  #  b', 'a # b'],
  ])('%s', (_what, text, expected) => expect(squeeze(text).text).toBe(expected));
});

it('says of each character where it stood', () => {
  const blanks = fc.constantFrom(' ', '\t', '\n', '\r\n', '\\\n', '#', 'a', ';');
  fc.assert(
    fc.property(fc.array(blanks), fc.nat(100), (pieces, base) => {
      const text = pieces.join('');
      const squeezed = squeeze(text, base);
      expect(squeezed.offsets.length).toBe(squeezed.text.length + 1);
      expect(squeezed.offsets.at(-1)).toBe(base + text.length);
      const isBlank = (char: string) => /\s/.test(char);
      [...squeezed.text].forEach((char, i) => {
        const original = text[squeezed.offsets[i]! - base]!;
        expect(isBlank(char) ? isBlank(original) : original === char).toBe(true);
        if (i > 0) expect(squeezed.offsets[i]).toBeGreaterThan(squeezed.offsets[i - 1]!);
      });
      expect(squeezed.text.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }),
  );
});
