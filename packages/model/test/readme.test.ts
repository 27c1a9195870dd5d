import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import * as model from '@freehandle/model';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the example of the README has at most 25 lines and prints what the README says', () => {
  const [, code = '', printed = ''] = /```js\n([\s\S]*?)```\n\nprints\n\n```output\n([\s\S]*?)```/.exec(readme) ?? [];
  const [, names = '', body = ''] = /^import \{([^}]*)\} from '@freehandle\/model';\n([\s\S]*)$/.exec(code) ?? [];
  expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  let output = '';
  const log = (...values: unknown[]): void => {
    output += `${values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ')}\n`;
  };
  const imported = names.split(',').map((name) => name.trim());
  const values = imported.map((name) => (model as Record<string, unknown>)[name]);
  // The block is plain JavaScript: it runs as it is, with its imports and console as arguments.
  new Function(...imported, 'console', body)(...values, { log });
  expect(output).toBe(printed);
});

test('the table of the README names every allocator with its title, origin and free', () => {
  for (const { name, title, origin, signature } of Object.values(model.allocators)) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
    expect(row.split('|').map((cell) => cell.trim())).toEqual([
      '',
      `\`${name}\``,
      title,
      origin,
      `\`${signature}\``,
      '',
    ]);
  }
});
