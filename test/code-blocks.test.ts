import { chmodSync, copyFileSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { auditFiles } from '@freehandle/audit';
import { engineFor, lex, macroShapes, mask, type SyntaxNode } from '@freehandle/c-source';
import { migrations, planMigration, refusals } from '@freehandle/codemod';
import Ajv from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { blocksOf, blocksOfKind, indentedCode, pages, read, type CodeBlock } from './support/code-blocks.ts';
import { finished, freehandle, repository, type Finished } from './support/command.ts';
import { comparable, outputOf, rewriteBlocks } from './support/console-blocks.ts';
import { copyOfExamples, repositoryOfExamples, temporaryFolder } from './support/folder.ts';

/** What is done with the blocks of each kind, below; `text` are pictures, `diff` is output of `git diff`. */
const kinds = ['c', 'console', 'diff', 'js', 'json', 'output', 'sh', 'text', 'ts', 'usage'];

/** Where commands run that need more than a folder with drivers; what runs them there. */
const elsewhere: Readonly<Record<string, string>> = {
  'in this repository': 'tools/test.mjs',
  'in a Linux 2.4.27 tree': 'tools/docs/found-by-running.mjs',
  'in an Nx workspace': 'tools/packaging/nx.mjs',
};

const isElsewhere = ({ title }: CodeBlock): boolean => title !== null && title in elsewhere;
const isFile = ({ title }: CodeBlock): boolean => title !== null && !(title in elsewhere);
const nameOf = ({ page, line }: CodeBlock): string => `${page}:${line}`;
const named = (blocks: readonly CodeBlock[]): (readonly [string, CodeBlock])[] =>
  blocks.map((block) => [nameOf(block), block] as const);

it('every code block is of a kind that is tested, and none hides in an indentation', () => {
  const unknown = pages.flatMap(blocksOf).filter(({ kind }) => !kinds.includes(kind));
  expect(unknown.map(nameOf)).toEqual([]);
  expect(pages.flatMap(indentedCode)).toEqual([]);
});

it('a block with the title of a file is that file', () => {
  const files = pages.flatMap(blocksOf).filter(isFile);
  expect(files.length).toBeGreaterThan(0);
  for (const { page, title, code } of files) expect(code, title!).toBe(read(path.join(path.dirname(page), title!)));
});

describe('console blocks', () => {
  const shown = [...new Set(blocksOfKind('console').map(({ page }) => page))];

  it.each(shown)('%s shows what the commands really print', async (page) => {
    if (process.env['UPDATE_DOCS']) await rewriteBlocks(page);
    for (const { code } of blocksOf(page).filter(({ kind }) => kind === 'console')) {
      const [, command, output] = /^\$ (.*)\n([\s\S]*)$/.exec(code)!;
      expect(comparable(await outputOf(command!)), command).toBe(comparable(output!));
    }
  });
});

describe('sh blocks', () => {
  const blocks = blocksOfKind('sh');
  const here = blocks.filter((block) => !isElsewhere(block));

  it.each([...new Set(here.map(({ page }) => page))])(
    '%s: its commands run, in a repository of drivers',
    async (page) => {
      const cwd = repositoryOfExamples();
      copyFileSync(`${repository}docs/guides/ci/pre-commit`, path.join(cwd, 'pre-commit'));
      const bin = temporaryFolder();
      // Sites and findings that are left are no failure of the page.
      const command = `'${process.execPath}' '${repository}packages/cli/bin/freehandle.js' "$@" || test $? -eq 1\n`;
      writeFileSync(path.join(bin, 'freehandle'), `#!/bin/sh\n${command}`);
      chmodSync(path.join(bin, 'freehandle'), 0o755);
      const env = {
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@b.c',
      };
      for (const { code } of here.filter((block) => block.page === page)) {
        const { code: exit, stderr } = await finished('bash', ['-euo', 'pipefail', '-c', code], { cwd, env });
        expect({ exit, stderr }, code).toEqual({ exit: 0, stderr: '' });
      }
    },
  );

  it.each(named(blocks.filter(isElsewhere)))(
    '%s: what it names is there, and so is what runs it',
    async (_name, block) => {
      expect(existsSync(`${repository}${elsewhere[block.title!]!}`)).toBe(true);
      const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
      for (const [, script] of block.code.matchAll(/\bnpm (?:run )?([\w-]+)/g)) {
        expect(['ci', ...scripts]).toContain(script);
      }
      for (const [, tool, rest] of block.code.matchAll(/\bnode (tools\/\S+)(.*)$/gm)) {
        for (const option of rest!.match(/--[\w-]+/g) ?? [])
          expect(read(tool!), `${tool!} ${option}`).toContain(option);
      }
      await expectOptions(block.code);
    },
  );
});

describe('usage blocks', () => {
  it.each(named(blocksOfKind('usage')))('%s names a command and options that it has', async (_name, { code }) => {
    await expectOptions(code);
  });
});

describe('ts and js blocks', () => {
  const blocks = blocksOfKind('ts', 'js');

  it.each(named(blocks))(
    '%s runs, in a folder like examples/, and prints what is shown under it',
    async (_name, block) => {
      const cwd = copyOfExamples();
      symlinkSync(`${repository}node_modules`, path.join(cwd, 'node_modules'));
      const args = ['--input-type=module', '-e', block.code];
      const { code: exit, stdout, stderr } = await finished(process.execPath, args, { cwd });
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
      if (!block.code.includes('export default')) expect(stdout).not.toBe('');
      const all = blocksOf(block.page);
      const next = all[all.findIndex(({ line }) => line === block.line) + 1];
      if (next?.kind === 'output') expect(Buffer.from(stdout, 'latin1').toString().trimEnd()).toBe(next.code.trimEnd());
    },
  );

  it('are right by the types', () => {
    const files = new Map(blocks.map(({ code }, i) => [`${repository}test/block-${i}.ts`, code]));
    const options: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    };
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists } = host;
    host.readFile = (file) => files.get(file) ?? readFile(file);
    host.fileExists = (file) => files.has(file) || fileExists(file);
    const program = ts.createProgram([...files.keys()], options, host);
    const wrong = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      const block = blocks[[...files.keys()].indexOf(file?.fileName ?? '')];
      return `${block === undefined ? '' : nameOf(block)} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
    expect(wrong).toEqual([]);
  });
});

describe('json blocks', () => {
  it.each(named(blocksOfKind('json')))('%s is a configuration or a report, by its schema', (_name, { code }) => {
    const value = JSON.parse(code) as object;
    const require = createRequire(import.meta.url);
    const [validate, schema] =
      'totals' in value
        ? [new Ajv2020({ strict: false }), require.resolve('@freehandle/report/schema/migration.schema.json')]
        : [new Ajv.default({ strict: false }), `${repository}packages/cli/schema/config.schema.json`];
    validate.validate(require(schema) as object, value);
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('c blocks', () => {
  const blocks = blocksOfKind('c').filter((block) => !isFile(block));

  it('parse, as they stand or in a function', async () => {
    const engine = await engineFor('auto');
    const isClean = (node: SyntaxNode): boolean =>
      node.type !== 'ERROR' && !node.missing && node.children.every(isClean);
    const parses = (text: string): boolean => {
      const tree = engine.parse(mask(text, macroShapes(lex(text))).text, 5_000);
      return tree !== null && isClean(tree);
    };
    // what its page is about is that it does not parse
    const others = blocks.filter(
      ({ page, code }) => page !== 'docs/refusals/unparsed.md' || !code.includes('IS_WEIRD'),
    );
    const broken = others.filter(({ code }) => !parses(code.replaceAll('…', '')) && !parses(inFunctions(code)));
    expect(broken.map(nameOf)).toEqual([]);
  });

  it.each(refusals.map(({ reason, docs }) => [reason, docs] as const))(
    'of %s are refused for it before, and have nothing of the old form after',
    async (reason, docs) => {
      const [before, after] = blocksOf(docs).filter(({ kind }) => kind === 'c');
      const sites = async ({ code }: CodeBlock): Promise<unknown[]> => {
        const root = temporaryFolder();
        writeFileSync(path.join(root, 'driver.c'), records + inFunctions(code));
        const plan = await planMigration([path.join(root, 'driver.c')], { migration: migrations[0]!, root });
        expect(plan.problems).toEqual([]);
        return [...plan.sites.map((site) => site.reason), ...plan.declarations.map(({ kind }) => kind)];
      };
      expect(await sites(before!)).toEqual([reason]);
      expect(await sites(after!)).toEqual([]);
    },
  );

  it.each(['R3', 'R5', 'R9', 'R12', 'R14', 'R31', 'S2'])(
    'of %s, which source alone shows, are found by the audit before, and not after',
    async (rule) => {
      const [before, after] = blocksOf(`docs/rules/${rule}.md`).filter(({ kind }) => kind === 'c');
      const rules = async ({ code }: CodeBlock): Promise<string[]> => {
        const root = temporaryFolder();
        writeFileSync(path.join(root, 'driver.c'), inFunctions(code));
        const { findings, problems } = await auditFiles([path.join(root, 'driver.c')], { root });
        expect(problems).toEqual([]);
        return findings.map((finding) => finding.rule);
      };
      expect(await rules(before!)).toContain(rule);
      expect(await rules(after!)).not.toContain(rule);
    },
  );
});

/** What the examples of the refusal pages have in common. */
const records = `struct s { void *line, *area; dma_addr_t line_bus, bus, area_dma; size_t bytes; };
struct chan { void *mem; dma_addr_t bus; size_t bytes; };
`;

/** Code as a file: statements are put into functions, one for each part between lines of `…`; `want` is the first one's own. */
function inFunctions(code: string): string {
  if (/^\w[^;\n]*\)\n\{|^struct \w+ \{|^#define \w+\(/m.test(code)) return code;
  const bus = code.includes('dma_addr_t bus;') ? '' : '\tdma_addr_t bus;\n';
  return code
    .split(/^…\n/m)
    .map((part, n) => {
      const more = n === 0 ? ', size_t want, int big' : '';
      const head = `int part${n}(struct s *s, struct chan *c, size_t len${more})`;
      return `${head}\n{\n\tvoid *p, *buf, *line;\n\tsize_t left, bytes;\n${bus}${part}}\n`;
    })
    .join('\n');
}

const helps = new Map<string, Promise<Finished>>();

/** Every option in command lines of `freehandle` is one that the command's help lists. */
async function expectOptions(code: string): Promise<void> {
  for (const [, name, rest] of code.matchAll(/^(?:npx )?freehandle (\w+)(.*)$/gm)) {
    if (!helps.has(name!)) helps.set(name!, freehandle([name!, '--help']));
    const help = await helps.get(name!)!;
    expect(help.code, name).toBe(0);
    for (const option of rest!.match(/(?<=[\s[])--?[a-z][\w-]*/g) ?? [])
      expect(help.stdout, `${name!} ${option}`).toContain(option);
  }
}
