import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { finished, repository } from './support/command.ts';
import { consoleBlocks, outputOf, rewriteBlocks, comparable } from './support/console-blocks.ts';

const pages = globSync(
  ['*.md', 'docs/**/*.md', 'packages/*/README.md', 'packages/verifier/kit/*.md', 'examples/*.md'],
  {
    cwd: repository,
  },
).sort();

describe('documentation', () => {
  it.each(pages.filter((page) => consoleBlocks(page).length > 0))(
    '%s shows what the commands really print',
    async (page) => {
      if (process.env['UPDATE_DOCS']) await rewriteBlocks(page);
      for (const { command, shown } of consoleBlocks(page)) {
        expect(comparable(await outputOf(command)), command).toBe(comparable(shown));
      }
    },
  );

  it.each(pages)('%s shows the files that it names as they are', (page) => {
    const text = readFileSync(`${repository}${page}`, 'utf8');
    for (const [, file, shown] of text.matchAll(/```\w+ title="([^"]+)"\n([\s\S]*?)```/g)) {
      expect(shown, file).toBe(readFileSync(path.join(repository, path.dirname(page), file!), 'utf8'));
    }
  });

  it('README.md holds JavaScript that runs', async () => {
    const blocks = [...readFileSync(`${repository}README.md`, 'utf8').matchAll(/```js\n([\s\S]*?)```/g)];
    expect(blocks.length).toBeGreaterThan(0);
    for (const [, code] of blocks) {
      const { code: exit, stdout, stderr } = await finished(process.execPath, ['--input-type=module', '-e', code!]);
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
      expect(stdout).not.toBe('');
    }
  });

  it('docs/errors.md lists the error codes of the sources, and no other', () => {
    const codes = (text: string): string[] => text.match(/FH\d{4}/g) ?? [];
    const sources = globSync('packages/*/src/**/*.ts', { cwd: repository });
    const used = sources.flatMap((file) => codes(readFileSync(`${repository}${file}`, 'utf8')));
    const listed = codes(readFileSync(`${repository}docs/errors.md`, 'utf8'));
    expect(listed).toEqual([...new Set(used)].sort());
  });

  it.each(pages)('%s links to files that exist', (page) => {
    const text = readFileSync(`${repository}${page}`, 'utf8').replace(/```[\s\S]*?```/g, '');
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)) {
      expect(existsSync(path.join(repository, path.dirname(page), target!)), `${page} → ${target!}`).toBe(true);
    }
  });
});
