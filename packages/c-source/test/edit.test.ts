import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits, FreehandleError, sourceFromBytes, type Edit } from '../src/index.ts';

const source = (text: string) => sourceFromBytes('a.c', Buffer.from(text, 'latin1'));
const applied = (text: string, edits: Edit[]) => Buffer.from(applyEdits(source(text), edits)).toString('latin1');

it('changes the bytes of the edits and no other', () => {
  const spans = fc.uniqueArray(fc.nat(200), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 201, maxLength: 300 }), spans, (bytes, points) => {
      const sorted = points.sort((a, b) => a - b);
      const edits: Edit[] = [];
      for (let i = 0; i + 1 < sorted.length; i += 2)
        edits.push({ start: sorted[i]!, end: sorted[i + 1]!, text: `<${i}>` });
      const result = Buffer.from(applyEdits(sourceFromBytes('a.c', bytes), [...edits].reverse()));
      let at = 0;
      let from = 0;
      for (const edit of edits) {
        const kept = Buffer.from(bytes.subarray(from, edit.start));
        expect(result.subarray(at, at + kept.length)).toEqual(kept);
        at += kept.length + edit.text.length;
        from = edit.end;
      }
      expect(result.subarray(at)).toEqual(Buffer.from(bytes.subarray(from)));
    }),
  );
});

it('puts an insertion before a replacement at the same place', () => {
  const edits = [
    { start: 1, end: 2, text: 'X' },
    { start: 1, end: 1, text: '+' },
  ];
  expect(applied('abc', edits)).toBe('a+Xc');
});

it('refuses edits that overlap, lie outside the file or are not latin-1', () => {
  const code = (edits: Edit[]) => {
    try {
      applied('abc', edits);
    } catch (error) {
      return error instanceof FreehandleError ? error.code : 'other';
    }
    return 'none';
  };
  expect(
    code([
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ]),
  ).toBe('FH1101');
  expect(code([{ start: 2, end: 9, text: '' }])).toBe('FH1102');
  expect(code([{ start: 0, end: 0, text: '\u20ac' }])).toBe('FH1102');
});
