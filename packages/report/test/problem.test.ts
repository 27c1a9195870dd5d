import { FreehandleError } from '@freehandle/c-source';
import { prettyError } from '@freehandle/report';
import { expect, it } from 'vitest';

it('shows an error with its code, its place, the line with a caret under the column, and the hint', () => {
  const error = new FreehandleError('this does not parse', {
    code: 'FH1234',
    title: 'No parse',
    hint: 'Mend it.',
    place: { file: 'a.c', line: 3, column: 4 },
  });
  expect(prettyError(error, { color: false, sourceLine: '\tif x' })).toBe(
    'error FH1234 a.c:3:4: this does not parse\n  \tif x\n  \t  ^\n  hint: Mend it.\n',
  );
});
