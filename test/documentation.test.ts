import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { engineFor, lex, macroShapes, mask, type SyntaxNode } from '@freehandle/c-source';
import Ajv from 'ajv';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { finished, repository } from './support/command.ts';
import { copyOfExamples } from './support/folder.ts';
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

  const scripts = pages.flatMap((page) => blocksOf(page, 'ts|js').map((code) => [page, code] as const));

  it.each(scripts)('%s holds code that runs, in a folder like examples/', async (_page, code) => {
    const cwd = copyOfExamples();
    symlinkSync(`${repository}node_modules`, path.join(cwd, 'node_modules'));
    const {
      code: exit,
      stdout,
      stderr,
    } = await finished(process.execPath, ['--input-type=module', '-e', code], { cwd });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    if (!code.includes('export default')) expect(stdout).not.toBe('');
  });

  it('holds JSON that is JSON, and configurations that are right', () => {
    const schema = JSON.parse(readFileSync(`${repository}packages/cli/schema/config.schema.json`, 'utf8')) as object;
    const isConfiguration = new Ajv.default({ strict: false }).compile(schema);
    const blocks = pages.flatMap((page) =>
      blocksOf(page, 'json').map((text) => ({ page, value: JSON.parse(text) as object })),
    );
    const configurations = blocks.filter(({ value }) => !('totals' in value) && !('plugins' in value));
    for (const { page, value } of configurations) {
      isConfiguration(value);
      expect(isConfiguration.errors ?? [], page).toEqual([]);
    }
    expect(configurations.length).toBeGreaterThan(0);
  });

  it('holds C that parses, as it stands or in a function', async () => {
    const engine = await engineFor('auto');
    const isClean = (node: SyntaxNode): boolean =>
      node.type !== 'ERROR' && !node.missing && node.children.every(isClean);
    const parses = (text: string): boolean => {
      const tree = engine.parse(mask(text, macroShapes(lex(text))).text, 5_000);
      return tree !== null && isClean(tree);
    };
    // what its page is about is that it does not parse
    const others = pages.filter((page) => page !== 'docs/refusals/unparsed.md');
    const broken = others.flatMap((page) =>
      blocksOf(page, 'c')
        .map((text) => text.replaceAll('…', ''))
        .filter((text) => !parses(text) && !parses(`void f(void)\n{\n${text}\n}\n`))
        .map((text) => `${page}:\n${text}`),
    );
    expect(broken).toEqual([]);
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

/** The code in fences of a language; what a test of its own compares with a file is left to that. */
function blocksOf(page: string, languages: string): string[] {
  const text = readFileSync(`${repository}${page}`, 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`(?:${languages})\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code]) => code!);
}
