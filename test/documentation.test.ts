import { existsSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { pages, read } from './support/code-blocks.ts';
import { repository } from './support/command.ts';

describe('documentation', () => {
  it('docs/errors.md lists the error codes of the sources, and no other', () => {
    const codes = (text: string): string[] => text.match(/FH\d{4}/g) ?? [];
    const used = globSync('packages/*/src/**/*.ts', { cwd: repository }).flatMap((file) => codes(read(file)));
    expect(codes(read('docs/errors.md'))).toEqual([...new Set(used)].sort());
  });

  it.each(pages)('%s links to files that exist', (page) => {
    const text = read(page).replace(/```[\s\S]*?```/g, '');
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)) {
      expect(existsSync(path.join(repository, path.dirname(page), target!)), `${page} → ${target!}`).toBe(true);
    }
  });
});
